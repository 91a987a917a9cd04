package outpost.core.program;

import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import outpost.core.facts.Facts;
import outpost.core.facts.Kind;
import outpost.core.template.Unknown;

/**
 * What a check knows of facts before any host has been asked: each name with an unknown of its
 * kind. Interfaces are found when they are asked for, as nobody knows how many there are.
 */
final class FactShapes extends AbstractMap<String, Object> {

  @Override
  public boolean isEmpty() {
    return false;
  }

  @Override
  public boolean containsKey(Object name) {
    return Facts.kind(String.valueOf(name)).isPresent();
  }

  @Override
  public Object get(Object name) {
    return Facts.kind(String.valueOf(name)).map(FactShapes::unknown).orElse(null);
  }

  @Override
  public Set<String> keySet() {
    return Facts.schema().keySet();
  }

  @Override
  public Set<Entry<String, Object>> entrySet() {
    Set<Entry<String, Object>> entries = new LinkedHashSet<>();
    Facts.schema().forEach((name, kind) -> entries.add(Map.entry(name, unknown(kind))));
    return entries;
  }

  private static Unknown unknown(Kind kind) {
    return switch (kind.type()) {
      case ANY -> Unknown.ANY;
      case TEXT -> Unknown.STR;
      case NUMBER -> Unknown.NUM;
      case TRUTH -> Unknown.BOOL;
      case LIST -> new Unknown.Seq(inner(kind));
      case MAPPING -> new Unknown.Open(inner(kind));
      case FIELDS -> new Unknown.Rec(fields(kind));
    };
  }

  private static Unknown inner(Kind kind) {
    return kind.fields().isEmpty() ? Unknown.ANY : new Unknown.Rec(fields(kind));
  }

  private static Map<String, Object> fields(Kind kind) {
    Map<String, Object> fields = new LinkedHashMap<>();
    kind.fields().forEach((name, field) -> fields.put(name, unknown(field)));
    return fields;
  }
}
