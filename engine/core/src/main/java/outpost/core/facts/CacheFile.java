package outpost.core.facts;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import outpost.api.Secret;

/** What one file of the cache says: values, each with the time at which it was true. */
record CacheFile(Map<Group, Stamped> groups, Map<String, Stamped> set) {
  static final CacheFile EMPTY = new CacheFile(Map.of(), Map.of());

  /** Another version's file counts as empty: facts of the same name may have another shape. */
  private static final long VERSION = 1;

  /** A value and when it was read, in seconds of the epoch. */
  record Stamped(long at, Object value) {

    boolean isFresh(Instant now, Duration timeToLive) {
      long age = now.getEpochSecond() - at;
      return age >= 0 && (timeToLive.isZero() || age < timeToLive.toSeconds());
    }
  }

  /** Reads a file's value; empty if it is not what {@link #value} writes. */
  static Optional<CacheFile> of(String host, Object value) {
    if (!(value instanceof Map<?, ?> file)) return Optional.empty();
    OptionalLong version = number(file.get("version"));
    if (version.isEmpty()) return Optional.empty();
    if (version.getAsLong() != VERSION || !host.equals(file.get("host"))) return Optional.of(EMPTY);
    Optional<Map<String, Stamped>> groups = stamped(file.get("groups"));
    Optional<Map<String, Stamped>> set = stamped(file.get("set"));
    if (groups.isEmpty() || set.isEmpty()) return Optional.empty();
    Map<Group, Stamped> known = new EnumMap<>(Group.class);
    for (Group group : Group.all()) {
      Stamped kept = groups.get().get(group.word());
      if (kept == null) continue;
      if (!(kept.value() instanceof Map)) return Optional.empty();
      known.put(group, kept);
    }
    return Optional.of(new CacheFile(known, set.get()));
  }

  private static Optional<Map<String, Stamped>> stamped(Object value) {
    if (!(value instanceof Map<?, ?> entries)) return Optional.empty();
    Map<String, Stamped> stamped = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      if (!(entry.getValue() instanceof Map<?, ?> one)) return Optional.empty();
      OptionalLong at = number(one.get("at"));
      if (at.isEmpty()) return Optional.empty();
      stamped.put(String.valueOf(entry.getKey()), new Stamped(at.getAsLong(), one.get("value")));
    }
    return Optional.of(stamped);
  }

  private static OptionalLong number(Object value) {
    return value instanceof Number number
        ? OptionalLong.of(number.longValue())
        : OptionalLong.empty();
  }

  CacheFile with(Group group, Instant at, Map<String, Object> facts) {
    Map<Group, Stamped> more = new LinkedHashMap<>(groups);
    more.put(group, new Stamped(at.getEpochSecond(), facts));
    return new CacheFile(more, set);
  }

  CacheFile with(String variable, Instant at, Object value) {
    Map<String, Stamped> more = new LinkedHashMap<>(set);
    more.put(variable, new Stamped(at.getEpochSecond(), value));
    return new CacheFile(groups, more);
  }

  FactCache.Kept fresh(Instant now, Duration timeToLive) {
    Set<Group> known = EnumSet.noneOf(Group.class);
    Map<String, Object> facts = new LinkedHashMap<>();
    groups.forEach(
        (group, kept) -> {
          if (!kept.isFresh(now, timeToLive)) return;
          known.add(group);
          ((Map<?, ?>) kept.value()).forEach((name, v) -> facts.put(String.valueOf(name), v));
        });
    Map<String, Object> variables = new LinkedHashMap<>();
    set.forEach(
        (name, kept) -> {
          if (kept.isFresh(now, timeToLive)) variables.put(name, kept.value());
        });
    return new FactCache.Kept(known, facts, variables);
  }

  /** Returns it as values that JSON has. */
  Map<String, Object> value(String host) {
    Map<String, Object> byWord = new LinkedHashMap<>();
    groups.forEach((group, kept) -> byWord.put(group.word(), value(kept)));
    Map<String, Object> byName = new LinkedHashMap<>();
    set.forEach((name, kept) -> byName.put(name, value(kept)));
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("version", VERSION);
    value.put("host", host);
    value.put("groups", byWord);
    value.put("set", byName);
    return value;
  }

  private static Map<String, Object> value(Stamped kept) {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("at", kept.at());
    value.put("value", kept.value());
    return value;
  }

  /**
   * Returns whether a secret is anywhere in a value.
   *
   * @param tells whether a text holds one
   */
  static boolean isSecret(Object value, Predicate<String> tells) {
    if (value instanceof Map<?, ?> map) {
      return isSecret(map.keySet(), tells) || isSecret(map.values(), tells);
    }
    if (value instanceof Collection<?> list) {
      return list.stream().anyMatch(item -> isSecret(item, tells));
    }
    return value instanceof Secret || tells.test(String.valueOf(value));
  }
}
