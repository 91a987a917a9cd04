package outpost.core.inventory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.source.Source;
import outpost.core.source.Sources;
import outpost.core.source.Span;
import outpost.core.source.Suggest;

/**
 * Which hosts: {@code cluster:&prod:!standby}. Terms are joined, then those with {@code &} keep,
 * then those with {@code !} leave out, in whatever order they stand.
 */
public final class HostPattern {
  private static final Pattern PIECE = Pattern.compile("(?:[^\\s:\\[\\]]|\\[[^\\]]*\\])+");
  private static final Pattern WITH_PORT =
      Pattern.compile("(?:[^:\\[\\]]|\\[[^\\]]*\\])+:[0-9]+|\\[[^\\[\\]]*\\]:[0-9]+");
  private static final Pattern ADDRESS_6 =
      Pattern.compile("(?=.*::|(?:[^:]*:){7})[0-9A-Fa-f:.]+(?:%\\w+)?");
  private static final Pattern SUBSCRIPT =
      Pattern.compile("(.+)\\[(?:(-?[0-9]{1,9})|([0-9]{1,9})[:-]([0-9]{0,9}))\\]");

  private final String written;
  private final Span place;
  private final List<Term> terms;

  private record Term(char sign, String text, Span span) {}

  private HostPattern(String written, Span place, List<Term> terms) {
    this.written = written;
    this.place = place;
    this.terms = terms;
  }

  /** Reads a pattern, or the items of a list of them, once their expressions are evaluated. */
  public static HostPattern of(List<Node.Scalar> parts) {
    List<Term> terms = new ArrayList<>();
    for (Node.Scalar part : parts) terms.addAll(terms(part.text(), part.span()));
    Span first = parts.get(0).span();
    Span last = parts.get(parts.size() - 1).span();
    boolean oneFile = first.source().equals(last.source()) && first.start() <= last.start();
    String all = String.join(",", parts.stream().map(Node.Scalar::text).toList());
    return new HostPattern(
        all, oneFile ? first.source().span(first.start(), last.end()) : first, terms);
  }

  /** Reads a pattern that stands at a place. */
  public static HostPattern of(String text, Span span) {
    return new HostPattern(text, span, terms(text, span));
  }

  /** Reads the value of {@code --limit}, where {@code @FILE} stands for the lines of a file. */
  public static HostPattern limit(String text, Sources sources, Problems problems) {
    Source source = new Source("--limit", text);
    Span all = source.span(0, text.length());
    List<Term> terms = new ArrayList<>();
    for (Term term : terms(text, all)) {
      if (term.sign() != '+' || !term.text().startsWith("@")) {
        terms.add(term);
        continue;
      }
      Optional<Source> file = sources.read(Path.of(term.text().substring(1)), problems);
      file.ifPresent(f -> terms.addAll(lines(f)));
    }
    return new HostPattern(text, all, terms);
  }

  private static List<Term> lines(Source file) {
    List<Term> terms = new ArrayList<>();
    for (int number = 1; number <= file.lines(); number++) {
      String line = file.lineText(number).strip();
      int start = file.lineStart(number) + file.lineText(number).indexOf(line);
      terms.addAll(terms(line, file.span(start, start + line.length())));
    }
    return terms;
  }

  /**
   * Returns the hosts it means, in the order of its terms and of the inventory. A name that means
   * nothing is an error, and so is a pattern that leaves no host.
   */
  public List<Host> select(Inventory inventory, Problems problems) {
    Problems found = new Problems();
    Set<Host> hosts = new LinkedHashSet<>();
    if (terms.stream().noneMatch(t -> t.sign() == '+')) hosts.addAll(inventory.hosts());
    for (char sign : new char[] {'+', '&', '!'}) {
      for (Term term : terms) {
        if (term.sign() != sign) continue;
        List<Host> matched = matches(term, inventory, found);
        switch (sign) {
          case '&' -> hosts.retainAll(matched);
          case '!' -> matched.forEach(hosts::remove);
          default -> hosts.addAll(matched);
        }
      }
    }
    problems.addAll(found);
    if (hosts.isEmpty() && !found.hasErrors() && inventory.complete()) {
      problems.error(place, "no-hosts-matched", "`" + written + "` matches no host");
    }
    return List.copyOf(hosts);
  }

  private static List<Host> matches(Term term, Inventory inventory, Problems problems) {
    Optional<Host> named = inventory.host(term.text());
    if (named.isPresent()) return List.of(named.get());
    Matcher subscript = SUBSCRIPT.matcher(term.text());
    boolean cut = !term.text().startsWith("~") && subscript.matches();
    String name = cut ? subscript.group(1) : term.text();
    Optional<Predicate<String>> fits = predicate(name, term, problems);
    if (fits.isEmpty()) return List.of();
    List<Host> hosts = enumerate(name, fits.get(), inventory);
    if (hosts.isEmpty()) unmatched(name, term, inventory, problems);
    return cut && !hosts.isEmpty() ? cut(hosts, subscript, term, problems) : hosts;
  }

  private static List<Host> enumerate(String name, Predicate<String> fits, Inventory inventory) {
    Set<Host> hosts = new LinkedHashSet<>();
    boolean group = false;
    for (Group each : inventory.groups()) {
      if (!fits.test(each.name())) continue;
      group = true;
      hosts.addAll(each.hosts());
    }
    if (!group || name.startsWith("~") || isGlob(name) || name.contains(".")) {
      inventory.hosts().stream().filter(h -> fits.test(h.name())).forEach(hosts::add);
    }
    if (hosts.isEmpty() && HostNames.LOCAL.contains(name)) hosts.add(Host.stranger(name));
    return List.copyOf(hosts);
  }

  private static void unmatched(String name, Term term, Inventory inventory, Problems problems) {
    if (inventory.group(name).isPresent()) return; // a group may be empty
    if (!inventory.complete()) return;
    if (name.startsWith("~") || isGlob(name)) {
      problems.warning(term.span(), "no-hosts-matched", "no host or group matches `" + name + "`");
      return;
    }
    List<String> hints = new ArrayList<>(Suggest.hint(name, inventory.names()));
    if (inventory.hosts().isEmpty()) hints.add("the inventory holds no hosts");
    problems.error(
        term.span(),
        "unknown-host",
        "no host or group is called `" + name + "`",
        hints.toArray(String[]::new));
  }

  private static List<Host> cut(List<Host> hosts, Matcher subscript, Term term, Problems problems) {
    int size = hosts.size();
    if (subscript.group(2) != null) {
      int index = Integer.parseInt(subscript.group(2));
      int at = index < 0 ? size + index : index;
      if (at >= 0 && at < size) return List.of(hosts.get(at));
    } else {
      int from = Integer.parseInt(subscript.group(3));
      String end = subscript.group(4);
      int to = end.isEmpty() ? size - 1 : Math.min(Integer.parseInt(end), size - 1);
      if (from <= to) return hosts.subList(from, to + 1);
    }
    problems.error(
        term.span(),
        "subscript-out-of-range",
        "`"
            + term.text()
            + "` is outside the "
            + size
            + (size == 1 ? " host" : " hosts")
            + " of `"
            + subscript.group(1)
            + "`",
        "the first one is `" + subscript.group(1) + "[0]`");
    return List.of();
  }

  private static Optional<Predicate<String>> predicate(String name, Term term, Problems problems) {
    if (!name.startsWith("~")) {
      if (!isGlob(name)) return Optional.of(name::equals);
      return Optional.of(Pattern.compile(Glob.regex(name), Pattern.DOTALL).asMatchPredicate());
    }
    try {
      Pattern regex = Pattern.compile(name.substring(1));
      return Optional.of(text -> regex.matcher(text).lookingAt());
    } catch (PatternSyntaxException e) {
      problems.error(
          term.span(),
          "bad-host-pattern",
          "`"
              + name.substring(1)
              + "` is no regular expression: "
              + e.getDescription().toLowerCase(Locale.ROOT));
      return Optional.empty();
    }
  }

  private static boolean isGlob(String name) {
    return name.contains("*") || name.contains("?") || name.contains("[");
  }

  private static List<Term> terms(String text, Span span) {
    List<Term> terms = new ArrayList<>();
    int at = 0;
    for (String piece : split(text)) {
      int start = text.indexOf(piece, at);
      at = start + piece.length();
      char sign = piece.charAt(0) == '&' || piece.charAt(0) == '!' ? piece.charAt(0) : '+';
      String name = sign == '+' ? piece : piece.substring(1);
      if (!name.isEmpty()) terms.add(new Term(sign, name, narrow(span, text, start, piece)));
    }
    return terms;
  }

  /** Marks the term alone where the text stands in its source as it is. */
  private static Span narrow(Span span, String text, int start, String piece) {
    int offset = span.text().indexOf(text);
    return offset < 0 ? span : span.part(offset + start, piece.length());
  }

  /** Cuts at commas; without one at colons, but for those of addresses, ports and ranges. */
  private static List<String> split(String text) {
    List<String> pieces = new ArrayList<>();
    if (text.contains(",")) {
      for (String piece : text.split(",")) pieces.add(piece.strip());
    } else if (ADDRESS_6.matcher(text.strip()).matches()
        || WITH_PORT.matcher(text.strip()).matches()) {
      pieces.add(text.strip());
    } else {
      Matcher matcher = PIECE.matcher(text);
      while (matcher.find()) pieces.add(matcher.group());
    }
    return pieces.stream().filter(p -> !p.isEmpty()).toList();
  }
}
