package outpost.core.run;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outpost.core.event.Recap;
import outpost.core.template.Written;

/** What playbooks count for themselves. Guarded by its owner. */
final class Statistics {
  private final Map<String, Object> run = new LinkedHashMap<>();
  private final Map<String, Map<String, Object>> hosts = new LinkedHashMap<>();

  /** Adds a value to what is there of its name, or puts it in its place. */
  void add(Optional<String> host, String name, Object value, boolean aggregate) {
    Map<String, Object> of =
        host.map(h -> hosts.computeIfAbsent(h, x -> new LinkedHashMap<>())).orElse(run);
    Object before = of.get(name);
    of.put(name, aggregate && before != null ? together(before, value) : value);
  }

  Recap.Stats told() {
    return new Recap.Stats(run, hosts);
  }

  private static Object together(Object before, Object value) {
    if (before instanceof List<?> a && value instanceof List<?> b) {
      List<Object> all = new ArrayList<>(a);
      all.addAll(b);
      return all;
    }
    if (before instanceof Map<?, ?> a && value instanceof Map<?, ?> b) {
      Map<Object, Object> all = new LinkedHashMap<>(a);
      all.putAll(b);
      return all;
    }
    Optional<BigDecimal> a = number(before);
    Optional<BigDecimal> b = number(value);
    if (a.isPresent() && b.isPresent()) return a.get().add(b.get());
    return before instanceof String && value instanceof String ? "" + before + value : value;
  }

  private static Optional<BigDecimal> number(Object value) {
    if (value instanceof Written written) return number(written.number());
    return value instanceof Number number
        ? Optional.of(new BigDecimal(number.toString()))
        : Optional.empty();
  }
}
