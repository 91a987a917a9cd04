package outpost.core.catalog;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Fills a module's found record from a probe's answers. */
public final class FoundReader {
  private static final Answers NOTHING = new Answers();

  private FoundReader() {}

  /** Thrown when a probe did not answer all that its record asks: the module's fault. */
  public static final class Unanswered extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unanswered(String message) {
      super(message);
    }
  }

  /**
   * Returns the record that the answers fill.
   *
   * @throws Unanswered if one that is not optional is missing or has the wrong form
   */
  public static <S extends Record> S read(Class<S> type, Answers answers) {
    return type.cast(record(type, answers, ""));
  }

  private static Object record(Class<?> type, Answers answers, String path) {
    Shape shape = Shape.of(type);
    Map<String, Answers> children = children(answers);
    Object[] values = new Object[shape.parts().size()];
    for (int i = 0; i < values.length; i++) {
      Shape.Part part = shape.parts().get(i);
      Answers child = children.getOrDefault(plain(part.name()), NOTHING);
      values[i] = value(part.generic(), child, path + part.name());
    }
    try {
      return shape.make(values);
    } catch (InvocationTargetException e) {
      throw new Unanswered(path + ": " + e.getCause().getMessage());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns what lies below answers, by its plain name. */
  private static Map<String, Answers> children(Answers answers) {
    Map<String, Answers> children = new HashMap<>();
    answers
        .children()
        .forEach(
            (key, child) -> children.computeIfAbsent(plain(key), k -> new Answers()).merge(child));
    return children;
  }

  private static String plain(String key) {
    return key.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
  }

  private static Object value(Type type, Answers answers, String path) {
    if (type instanceof ParameterizedType generic) {
      Class<?> raw = (Class<?>) generic.getRawType();
      Type[] parts = generic.getActualTypeArguments();
      if (raw == Optional.class) return optional(parts[0], answers, path);
      if (raw == List.class) {
        return words(answers).map(w -> scalar((Class<?>) parts[0], w, path)).toList();
      }
      if (raw == Set.class) {
        Set<Object> set = new LinkedHashSet<>();
        words(answers).forEach(w -> set.add(scalar((Class<?>) parts[0], w, path)));
        return Collections.unmodifiableSet(set);
      }
      if (raw == Map.class) return map(parts[1], answers, path);
      throw new IllegalStateException(path + " has type " + type);
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isRecord()) return record(plain, answers, path + ".");
    if (answers.values().isEmpty()) throw new Unanswered("the probe did not say `" + path + "`");
    byte[] last = answers.values().get(answers.values().size() - 1);
    if (plain == byte[].class) return last;
    return scalar(plain, new String(last, StandardCharsets.UTF_8), path);
  }

  private static Object optional(Type inner, Answers answers, String path) {
    if (answers.isEmpty()) return Optional.empty();
    boolean blank =
        answers.children().isEmpty() && answers.values().stream().allMatch(v -> v.length == 0);
    return blank && inner != byte[].class
        ? Optional.empty()
        : Optional.of(value(inner, answers, path));
  }

  private static Map<String, Object> map(Type inner, Answers answers, String path) {
    Map<String, Object> values = new LinkedHashMap<>();
    boolean nested = inner instanceof Class<?> type && type.isRecord();
    answers
        .children()
        .forEach(
            (key, child) -> {
              if (nested || child.children().isEmpty()) {
                values.put(key, value(inner, child, path + "." + key));
              } else {
                leaves(key, child, (k, leaf) -> values.put(k, value(inner, leaf, path + "." + k)));
              }
            });
    return Collections.unmodifiableMap(values);
  }

  /** A key of a map of plain values may itself hold dots: {@code packages.python3.11=…}. */
  private static void leaves(
      String key, Answers answers, java.util.function.BiConsumer<String, Answers> each) {
    if (!answers.values().isEmpty()) each.accept(key, answers);
    answers.children().forEach((k, child) -> leaves(key + "." + k, child, each));
  }

  private static Stream<String> words(Answers answers) {
    return answers.values().stream()
        .map(v -> new String(v, StandardCharsets.UTF_8))
        .flatMap(v -> Arrays.stream(v.split("\\s+")))
        .filter(word -> !word.isEmpty());
  }

  private static Object scalar(Class<?> type, String text, String path) {
    try {
      if (type == String.class) return text;
      if (type == boolean.class || type == Boolean.class) {
        return Set.of("yes", "true", "1", "on").contains(text.strip().toLowerCase(Locale.ROOT));
      }
      if (type == int.class || type == Integer.class) return Integer.parseInt(text.strip());
      if (type == long.class || type == Long.class) return Long.parseLong(text.strip());
      if (type.isEnum()) {
        for (Object constant : type.getEnumConstants()) {
          if (plain(((Enum<?>) constant).name()).equals(plain(text.strip()))) return constant;
        }
      }
    } catch (NumberFormatException e) {
      throw new Unanswered("the probe said `" + text + "` for `" + path + "`, which is no number");
    }
    if (type.isEnum()) throw new Unanswered("the probe said `" + text + "` for `" + path + "`");
    throw new IllegalStateException(path + " has type " + type);
  }
}
