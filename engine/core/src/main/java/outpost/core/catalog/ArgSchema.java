package outpost.core.catalog;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import outpost.api.Content;

/** Says in JSON Schema what arguments take; what YAML 1.2 calls text may be a word of YAML 1.1. */
public final class ArgSchema {
  private static final String DEFINED = "#/$defs/";

  private ArgSchema() {}

  /** Returns what stands for arguments that are written as a mapping. */
  public static Map<String, Object> of(List<ArgSpec> specs) {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (ArgSpec spec : specs) {
      Map<String, Object> one = new LinkedHashMap<>(value(spec));
      one.put("description", spec.doc());
      spec.def().ifPresent(def -> one.put("default", def));
      spec.names().forEach(name -> properties.put(name, one));
    }
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties);
    schema.put("additionalProperties", false);
    return schema;
  }

  /** Returns a mapping of keys and values in turn, which stays in this order. */
  public static Map<String, Object> map(Object... entries) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < entries.length; i += 2) map.put((String) entries[i], entries[i + 1]);
    return map;
  }

  private static Map<String, Object> value(ArgSpec spec) {
    Type type = spec.isOptional() ? part(spec.type(), 0) : spec.type();
    return value(type, spec.choices());
  }

  private static Map<String, Object> value(Type type, List<String> choices) {
    if (type instanceof ParameterizedType generic) {
      if (generic.getRawType() == List.class) {
        Map<String, Object> item = value(part(type, 0), choices);
        return any(map("type", "array", "items", item), item);
      }
      Map<String, Object> item = value(part(type, 1), choices);
      return any(map("type", "object", "additionalProperties", item), defined("expression"));
    }
    if (!choices.isEmpty()) return any(map("enum", spellings(choices)), defined("expression"));
    Class<?> plain = (Class<?>) type;
    if (plain == boolean.class || plain == Boolean.class) return defined("bool");
    if (plain == int.class || plain == Integer.class) return defined("number");
    if (plain == long.class || plain == Long.class) return defined("number");
    if (plain == Content.class || plain == Object.class) return map();
    if (!ArgSpec.isMapping(plain)) return defined("text");
    List<ArgSpec> fields = ArgSpec.of(plain.asSubclass(Record.class));
    Optional<ArgSpec> freeForm = fields.stream().filter(ArgSpec::freeForm).findFirst();
    return any(of(fields), defined(freeForm.isPresent() ? "text" : "expression"));
  }

  /** Choices are the same in capitals, and with dashes; some editors take {@code yes} for true. */
  private static List<Object> spellings(List<String> choices) {
    Set<Object> all = new LinkedHashSet<>(choices);
    choices.forEach(choice -> all.add(choice.toUpperCase(Locale.ROOT)));
    choices.stream()
        .filter(choice -> choice.contains("_"))
        .map(choice -> choice.replace('_', '-'))
        .forEach(all::add);
    if (choices.contains("yes")) all.add(true);
    if (choices.contains("no")) all.add(false);
    return List.copyOf(all);
  }

  private static Map<String, Object> any(Map<String, Object> one, Map<String, Object> other) {
    return map("anyOf", List.of(one, other));
  }

  private static Map<String, Object> defined(String name) {
    return map("$ref", DEFINED + name);
  }

  private static Type part(Type type, int index) {
    return ((ParameterizedType) type).getActualTypeArguments()[index];
  }
}
