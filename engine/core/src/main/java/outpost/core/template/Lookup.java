package outpost.core.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import outpost.api.Secret;

/**
 * One kind of lookup.
 *
 * @param pure whether it may be asked before the run
 * @param options what can be given by name
 * @param maps whether its terms may be maps
 */
record Lookup(String name, boolean pure, Set<String> options, boolean maps, Body body) {

  /** The work of a lookup. */
  @FunctionalInterface
  interface Body {
    List<Object> find(Request request);
  }

  /** What is asked for. */
  record Request(
      String kind, List<Object> terms, Map<String, Object> options, Lookups.Asking asking) {

    /** Returns the terms, lists among them taken apart, as text. */
    List<String> names() {
      List<String> names =
          ListBuiltIns.flat(terms, Integer.MAX_VALUE, false).stream().map(Request::name).toList();
      if (names.isEmpty()) throw failed("the lookup `" + kind + "` needs a name");
      return names;
    }

    static String name(Object term) {
      if (term instanceof Secret) throw failed("a secret cannot be looked up");
      if (term instanceof Unknown) throw new UnknownValue("a name");
      if (term instanceof Map<?, ?>) throw failed("text is needed here, not a map");
      return Args.string(term);
    }

    String option(String name, String otherwise) {
      Object value = options.get(name);
      return value == null ? otherwise : Args.string(value);
    }

    boolean flag(String name, boolean otherwise) {
      Object value = options.get(name);
      if (value == null) return otherwise;
      if (value instanceof Boolean flag) return flag;
      throw failed("the option `" + name + "` of `" + kind + "` is true or false");
    }

    /** Returns this with options that stand in a term itself: {@code 'name length=8'}. */
    Request with(Map<String, Object> more) {
      Map<String, Object> all = new LinkedHashMap<>(options);
      all.putAll(more);
      return new Request(kind, terms, all, asking);
    }
  }

  static Lookups.LookupFailed failed(String what, String... hints) {
    return new Lookups.LookupFailed(what, hints);
  }

  static Lookup of(String name, Body body, String... options) {
    return new Lookup(name, true, Set.of(options), false, body);
  }

  /** Returns this for what does something, or answers otherwise each time: the run alone asks. */
  Lookup impure() {
    return new Lookup(name, false, options, maps, body);
  }

  Lookup takingMaps() {
    return new Lookup(name, pure, options, true, body);
  }
}
