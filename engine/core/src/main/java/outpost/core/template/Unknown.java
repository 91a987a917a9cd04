package outpost.core.template;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import outpost.core.source.Suggest;

/**
 * Stands for a value that is not known yet, such as a result that is still to come, with what is
 * known of its type. Nothing is ever decided on one: see {@link UnknownValue}.
 */
public sealed interface Unknown {

  Any ANY = new Any();
  Str STR = new Str();
  Num NUM = new Num();
  Bool BOOL = new Bool();

  /** Anything, or nothing at all: also what may turn out not to be defined. */
  record Any() implements Unknown {}

  /** Some text. */
  record Str() implements Unknown {}

  /** Some number. */
  record Num() implements Unknown {}

  /** True or false. */
  record Bool() implements Unknown {}

  /** A list of any length; each item is like {@code item}, a value or an unknown. */
  record Seq(Object item) implements Unknown {}

  /**
   * A map of unknown keys; each value is like {@code value}.
   *
   * @param names keys that there may be: what is nearly one of them is surely misspelt
   */
  record Open(Object value, Set<String> names) implements Unknown {
    public Open {
      names = Collections.unmodifiableSet(new TreeSet<>(names));
    }

    public Open(Object value) {
      this(value, Set.of());
    }

    boolean isMisspelt(String key) {
      return !names.contains(key) && Suggest.nearest(key, names).isPresent();
    }
  }

  /** A map with just these keys; another key is surely a mistake. */
  record Rec(Map<String, Object> fields) implements Unknown {
    public Rec {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
  }
}
