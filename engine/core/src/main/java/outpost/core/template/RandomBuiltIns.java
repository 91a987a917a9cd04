package outpost.core.template;

import static outpost.core.template.Signature.structural;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** Built-ins that choose by chance; with a seed always the same, and the same as Ansible. */
final class RandomBuiltIns {
  static final List<Signature> TABLE =
      List.of(
          structural(
                  "number|list?random(start:number? step:number? seed:scalar?) any",
                  RandomBuiltIns::random)
              .impure(),
          structural("list?shuffle(seed:scalar?) list", RandomBuiltIns::shuffle).impure());

  private RandomBuiltIns() {}

  /** Returns what gives a number from 0 to below another one. */
  private static IntUnaryOperator below(Args args, int seedAt) {
    if (!args.has(seedAt)) return new SecureRandom()::nextInt;
    return new PythonRandom(args.get(seedAt))::below;
  }

  private static Object random(Object value, Args args) throws BadCall {
    IntUnaryOperator below = below(args, 2);
    if (value instanceof List<?> list) {
      if (list.isEmpty()) throw new BadCall(0, "nothing can be chosen from an empty list");
      return list.get(below.applyAsInt(list.size()));
    }
    if (!(Args.number(value) instanceof Integer end)) {
      throw new BadCall(0, "a whole number is needed here, not " + Args.string(value));
    }
    int start = args.number(0, 0);
    int step = args.number(1, 1);
    if (step < 1 || end <= start) {
      throw new BadCall(0, "there is no number from " + start + " to below " + end);
    }
    int steps = (int) (((long) end - start + step - 1) / step);
    return start + step * below.applyAsInt(steps);
  }

  private static Object shuffle(Object value, Args args) {
    IntUnaryOperator below = below(args, 0);
    List<Object> items = new ArrayList<>((List<?>) value);
    for (int i = items.size() - 1; i > 0; i--) {
      Collections.swap(items, i, below.applyAsInt(i + 1));
    }
    return items;
  }
}
