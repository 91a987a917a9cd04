package outpost.core.template;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import outpost.core.source.Suggest;

/** Lookups that arrange values for loops, or find variables and hosts by name. */
final class ValueLookups {
  static final List<Lookup> TABLE =
      List.of(
          Lookup.of("vars", ValueLookups::variables),
          Lookup.of("varnames", ValueLookups::names),
          Lookup.of("dict", ValueLookups::entries).takingMaps(),
          Lookup.of("list", Lookup.Request::terms).takingMaps(),
          Lookup.of("items", asked -> ListBuiltIns.flat(asked.terms(), 1, true)).takingMaps(),
          Lookup.of(
                  "flattened", asked -> ListBuiltIns.flat(asked.terms(), Integer.MAX_VALUE, false))
              .takingMaps(),
          Lookup.of("indexed_items", ValueLookups::indexed).takingMaps(),
          Lookup.of("together", asked -> ListBuiltIns.zip(lists(asked), false, null)).takingMaps(),
          Lookup.of("nested", ValueLookups::nested).takingMaps(),
          Lookup.of("cartesian", ValueLookups::nested).takingMaps(),
          Lookup.of("subelements", ValueLookups::subelements, "skip_missing").takingMaps(),
          Lookup.of(
              "sequence",
              asked -> asked.names().stream().flatMap(term -> Sequence.of(term).stream()).toList()),
          Lookup.of("random_choice", ValueLookups::chosen).takingMaps().impure(),
          Lookup.of("inventory_hostnames", ValueLookups::hosts));

  private ValueLookups() {}

  private static List<Object> variables(Lookup.Request asked) {
    List<Object> values = new ArrayList<>();
    for (String name : asked.names()) {
      Scope scope = asked.asking().scope();
      Object value = scope.get(name);
      if (value == null) {
        String near = String.join("; ", Suggest.hint(name, scope.names()));
        throw Lookup.failed("`" + name + "` is not defined", near);
      }
      if (value instanceof Template template) {
        value = asked.asking().preview() ? template.preview(scope) : template.evaluate(scope);
      }
      values.add(value);
    }
    return values;
  }

  private static List<Object> names(Lookup.Request asked) {
    List<Object> found = new ArrayList<>();
    for (String regex : asked.names()) {
      try {
        Pattern pattern = Pattern.compile(regex);
        for (String name : new TreeSet<>(asked.asking().scope().names())) {
          if (pattern.matcher(name).find()) found.add(name);
        }
      } catch (PatternSyntaxException e) {
        throw Lookup.failed("`" + regex + "` is no regular expression");
      }
    }
    return found;
  }

  private static List<Object> entries(Lookup.Request asked) {
    List<Object> entries = new ArrayList<>();
    for (Object term : ListBuiltIns.flat(asked.terms(), 1, false)) {
      if (term instanceof Unknown) throw new UnknownValue("dict");
      if (!(term instanceof Map<?, ?> map))
        throw Lookup.failed("`dict` takes maps", "for lists there is `items`");
      map.forEach(
          (key, value) -> {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("key", key);
            entry.put("value", value);
            entries.add(entry);
          });
    }
    return entries;
  }

  private static List<Object> indexed(Lookup.Request asked) {
    List<Object> pairs = new ArrayList<>();
    for (Object item : ListBuiltIns.flat(asked.terms(), 1, true)) {
      pairs.add(Arrays.asList(pairs.size(), item));
    }
    return pairs;
  }

  private static List<List<?>> lists(Lookup.Request asked) {
    List<List<?>> lists = new ArrayList<>();
    for (Object term : asked.terms()) {
      lists.add(term instanceof List<?> list ? list : List.of(term));
    }
    if (lists.isEmpty()) throw Lookup.failed("`" + asked.kind() + "` needs at least one list");
    return lists;
  }

  private static List<Object> nested(Lookup.Request asked) {
    try {
      List<Object> rows = new ArrayList<>();
      for (Object row : ListBuiltIns.product(lists(asked))) {
        rows.add(ListBuiltIns.flat((List<?>) row, Integer.MAX_VALUE, true));
      }
      return rows;
    } catch (BadCall e) {
      throw Lookup.failed(e.what());
    }
  }

  private static List<Object> subelements(Lookup.Request asked) {
    List<Object> terms = asked.terms();
    if (terms.size() < 2 || terms.size() > 3) {
      throw Lookup.failed("`subelements` takes a list and a key", "write `[users, 'keys']`");
    }
    boolean skip = asked.flag("skip_missing", false);
    if (terms.size() == 3) {
      if (!(terms.get(2) instanceof Map<?, ?> more)) {
        throw Lookup.failed("behind its key `subelements` takes `{skip_missing: true}` only");
      }
      skip |= Boolean.TRUE.equals(more.get("skip_missing"));
    }
    if (!(terms.get(0) instanceof List<?>) && !(terms.get(0) instanceof Map<?, ?>)) {
      throw Lookup.failed("`subelements` takes a list or a map first");
    }
    try {
      return Subelements.of(terms.get(0), terms.get(1), skip);
    } catch (BadCall e) {
      throw Lookup.failed(e.what(), e.hints().toArray(String[]::new));
    }
  }

  private static List<Object> chosen(Lookup.Request asked) {
    List<Object> all = ListBuiltIns.flat(asked.terms(), 1, true);
    return all.isEmpty() ? all : Arrays.asList(all.get(new SecureRandom().nextInt(all.size())));
  }

  private static List<Object> hosts(Lookup.Request asked) {
    if (!(asked.asking().scope().get("groups") instanceof Map<?, ?> groups)) {
      throw Lookup.failed("there is no inventory here");
    }
    return new GroupPattern(groups).hosts(String.join(",", asked.names()));
  }
}
