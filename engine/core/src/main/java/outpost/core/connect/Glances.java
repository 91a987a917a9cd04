package outpost.core.connect;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import outpost.api.Glance;

/**
 * What the requests of one exchange said in advance that they will ask, as the {@link Loop} finds
 * it out: all at once, before the first of them.
 */
final class Glances {
  private final Map<Glance, Integer> numbers;
  private boolean said;
  private boolean meant;

  private Glances(Map<Glance, Integer> numbers) {
    this.numbers = numbers;
  }

  /** Picks what is found out sooner for all at once. */
  static Glances of(List<List<Request>> groups) {
    Map<Glance, Integer> asked = new LinkedHashMap<>();
    for (List<Request> group : groups) {
      for (Request request : group) {
        for (Glance one : new LinkedHashSet<>(request.glances())) asked.merge(one, 1, Integer::sum);
      }
    }
    int[] kinds = new int[Glance.What.values().length];
    for (Glance one : asked.keySet()) kinds[one.what().ordinal()]++;
    Map<Glance, Integer> numbers = new LinkedHashMap<>();
    asked.forEach(
        (one, times) -> {
          boolean many = one.what().isForMany() && kinds[one.what().ordinal()] > 1;
          if (many || times > 1) numbers.put(one, numbers.size() + 1);
        });
    return new Glances(numbers);
  }

  /** Returns what comes before a request's own text. */
  String before(Request request) {
    Set<Integer> its = new LinkedHashSet<>();
    for (Glance one : request.glances()) {
      if (numbers.containsKey(one)) its.add(numbers.get(one));
    }
    StringBuilder text = new StringBuilder();
    if (!its.isEmpty() && !said) {
      said = true;
      text.append("; _r");
      numbers.keySet().forEach(one -> Frame.quote(text.append(' '), one.word()));
    }
    if (!its.isEmpty() || meant) {
      text.append("; _i='");
      its.forEach(number -> text.append(number).append(' '));
      text.append('\'');
    }
    meant = !its.isEmpty();
    return text.toString();
  }
}
