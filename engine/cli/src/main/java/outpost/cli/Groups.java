package outpost.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * Gives the groups of options all that was typed. Where an option is repeated, picocli begins its
 * group anew and forgets the others in it: of {@code -C -f 5 -f 6} the {@code -C}.
 */
final class Groups {
  private Groups() {}

  static void fill(ParseResult typed) {
    for (OptionSpec option : typed.matchedOptions()) {
      int times = Collections.frequency(typed.matchedOptions(), option);
      option.setValue(whole(option, times));
    }
  }

  private static Object whole(OptionSpec option, int times) {
    List<Object> values = option.typedValues();
    if (option.type() == boolean[].class) {
      boolean[] flags = new boolean[times];
      Arrays.fill(flags, true);
      return flags;
    }
    if (!option.isMultiValue()) return values.get(values.size() - 1);
    List<Object> all = new ArrayList<>();
    for (Object value : values) all.addAll((List<?>) value);
    return all;
  }
}
