package outpost.core.facts;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a fact is, for a check that knows no host yet.
 *
 * @param fields the names of a mapping, of each item of a list, or of each value of a mapping whose
 *     names are free; empty if those are not known
 */
public record Kind(Type type, Map<String, Kind> fields) {

  /** What is known of a fact's type. */
  public enum Type {
    /** Not known, or some hosts do not have it. */
    ANY,
    TEXT,
    NUMBER,
    TRUTH,
    LIST,
    /** A mapping that has no other names than {@code fields}. */
    FIELDS,
    /** A mapping whose names are not known. */
    MAPPING
  }

  static final Kind ANY = of(Type.ANY);

  public Kind {
    fields = Collections.unmodifiableMap(new TreeMap<>(fields));
  }

  static Kind of(Type type) {
    return new Kind(type, Map.of());
  }

  /** Returns one whose fields may each be missing. */
  static Kind of(Type type, String names) {
    Map<String, Kind> fields = new LinkedHashMap<>();
    for (String name : names.split(" ")) fields.put(name, ANY);
    return new Kind(type, fields);
  }
}
