package outpost.core.connect;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import outpost.api.Glance;

/**
 * What the requests of one exchange said in advance that they will ask, as the {@link Loop} finds
 * it out: all at once, before the first of them.
 */
final class Glances {
  private final Map<Glance, Integer> numbers;
  private boolean said;

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
    String its = numbers(request);
    if (its.isEmpty() && !said) return "";
    return reading() + "; _i='" + its + "'";
  }

  /** Returns the numbers of what a request said. */
  String numbers(Request request) {
    StringBuilder its = new StringBuilder();
    for (Glance one : request.glances()) {
      if (numbers.containsKey(one)) its.append(numbers.get(one)).append(' ');
    }
    return its.toString();
  }

  /** Returns what finds all of it out, the first time. */
  String reading() {
    if (said || numbers.isEmpty()) return "";
    said = true;
    StringBuilder text = new StringBuilder("; _r");
    for (Glance one : numbers.keySet()) text.append(' ').append(Loop.word(one.word()));
    return text.toString();
  }
}
