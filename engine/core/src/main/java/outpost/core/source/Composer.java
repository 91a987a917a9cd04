package outpost.core.source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/** Makes nodes of the YAML library's events: aliases, merge keys, duplicate keys, tags. */
final class Composer {
  private static final int DEEPEST = 200;
  private static final long MOST_VALUES = 1_000_000;

  private final Source source;
  private final Problems problems;
  private final Parser parser;
  private final Offsets offsets;
  private final Map<String, Anchored> anchors = new HashMap<>();
  private Optional<Node.Scalar> lastScalar = Optional.empty();
  private long values;

  /** A node that aliases may name; {@code node} is empty while it is being read. */
  private record Anchored(Optional<Node> node, long values) {}

  /** Reading cannot go on; what is wrong is already told. */
  private static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1;

    Stop() {
      super(null, null, false, false);
    }
  }

  Composer(Source source, Problems problems) {
    this.source = source;
    this.problems = problems;
    this.offsets = new Offsets(source.text());
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(Integer.MAX_VALUE);
    this.parser = new ParserImpl(new StreamReader(source.text()), options);
  }

  Optional<Node> document() {
    try {
      parser.getEvent(); // the stream begins
      if (parser.checkEvent(Event.ID.StreamEnd)) {
        return Optional.of(new Node.Scalar(source.span(0, 0), "", true, ""));
      }
      parser.getEvent(); // the document begins
      Node root = node(0, "");
      parser.getEvent(); // the document ends
      if (!parser.checkEvent(Event.ID.StreamEnd)) {
        int at = offsets.of(parser.peekEvent().getStartMark());
        problems.error(
            source.span(at, Math.min(at + 3, source.text().length())),
            "several-documents",
            "a second document begins here, and a file holds one",
            "remove this `---`, or put what follows into a file of its own");
        return Optional.empty();
      }
      return Optional.of(root);
    } catch (MarkedYAMLException e) {
      new YamlMistake(source, offsets, lastScalar, e).report(problems);
      return Optional.empty();
    } catch (Stop told) {
      return Optional.empty();
    }
  }

  /**
   * @param inherited the tag of an enclosing list or mapping that holds for all text inside
   */
  private Node node(int depth, String inherited) {
    NodeEvent event = (NodeEvent) parser.getEvent();
    if (event instanceof AliasEvent alias) return aliased(alias);
    if (depth > DEEPEST) {
      throw stop(span(event), "too-deep", "values are nested more than " + DEEPEST + " deep here");
    }
    count(1, event);
    long before = values;
    String anchor = event.getAnchor();
    if (anchor != null) anchors.put(anchor, new Anchored(Optional.empty(), 0));
    Node node;
    if (event instanceof ScalarEvent scalar) {
      node = scalar(scalar, inherited);
    } else {
      CollectionStartEvent start = (CollectionStartEvent) event;
      String tag = tag(start.getTag(), start);
      String passedOn = tag.equals(Node.Scalar.RAW) ? tag : inherited;
      node =
          event instanceof MappingStartEvent
              ? mapping(start, depth, passedOn)
              : sequence(start, depth, passedOn);
    }
    if (anchor != null) {
      anchors.put(anchor, new Anchored(Optional.of(node), values - before + 1));
    }
    return node;
  }

  private Node aliased(AliasEvent alias) {
    Anchored anchored = anchors.get(alias.getAnchor());
    if (anchored == null) {
      throw stop(
          span(alias),
          "undefined-alias",
          "no anchor `&" + alias.getAnchor() + "` stands before this alias",
          "text that begins with `*` must be quoted: `\"" + span(alias).text() + "\"`");
    }
    if (anchored.node().isEmpty()) {
      throw stop(span(alias), "endless-alias", "`*" + alias.getAnchor() + "` would contain itself");
    }
    count(anchored.values(), alias);
    return anchored.node().get();
  }

  private void count(long more, Event event) {
    values += more;
    if (values > MOST_VALUES) {
      throw stop(
          span(event),
          "too-many-values",
          "the file grows to more than 1,000,000 values",
          "do the aliases in it repeat each other?");
    }
  }

  private Node.Scalar scalar(ScalarEvent event, String inherited) {
    String tag = tag(event.getTag(), event);
    int start = contentStart(event);
    int end = Math.max(start, contentEnd(event, start));
    boolean plain = event.getScalarStyle() == ScalarStyle.PLAIN;
    if (tag.equals("str") || event.getTag() != null && event.getTag().equals("!")) plain = false;
    if (tag.equals("typed")) plain = true;
    boolean special =
        tag.equals(Node.Scalar.RAW)
            || tag.equals(Node.Scalar.BROKEN)
            || tag.equals(Node.Scalar.VAULTED);
    if (tag.equals(Node.Scalar.VAULTED)) plain = false;
    Node.Scalar scalar =
        new Node.Scalar(
            source.span(start, end), event.getValue(), plain, special ? tag : inherited);
    lastScalar = Optional.of(scalar);
    return scalar;
  }

  private Node sequence(CollectionStartEvent event, int depth, String inherited) {
    List<Node> items = new ArrayList<>();
    while (!parser.checkEvent(Event.ID.SequenceEnd)) items.add(node(depth + 1, inherited));
    return new Node.Sequence(span(event, parser.getEvent(), items), items);
  }

  private Node mapping(CollectionStartEvent event, int depth, String inherited) {
    Map<String, Node.Entry> own = new LinkedHashMap<>();
    Map<String, Node.Entry> merged = new LinkedHashMap<>();
    List<Node> parts = new ArrayList<>();
    boolean broken = false;
    while (!parser.checkEvent(Event.ID.MappingEnd)) {
      if (!parser.checkEvent(Event.ID.Scalar)) {
        parts.add(refuseKey(event, depth));
        broken = true;
        continue;
      }
      Node.Scalar key = scalar((ScalarEvent) parser.getEvent(), "");
      Node value = node(depth + 1, inherited);
      parts.add(key);
      parts.add(value);
      if (key.plain() && key.text().equals("<<")) {
        merge(key, value, merged);
      } else {
        add(own, key, value);
      }
    }
    Span span = span(event, parser.getEvent(), parts);
    if (broken) return new Node.Scalar(span, span.text(), false, Node.Scalar.BROKEN);
    List<Node.Entry> entries = new ArrayList<>();
    merged.values().stream().filter(e -> !own.containsKey(e.key().text())).forEach(entries::add);
    entries.addAll(own.values());
    return new Node.Mapping(span, entries);
  }

  private void add(Map<String, Node.Entry> own, Node.Scalar key, Node value) {
    Node.Entry first = own.putIfAbsent(key.text(), new Node.Entry(key, value));
    if (first == null) return;
    problems.error(
        key.span(),
        "duplicate-key",
        "`" + key.text() + "` is given twice",
        "the first one is at " + first.key().span());
  }

  private void merge(Node.Scalar key, Node value, Map<String, Node.Entry> into) {
    List<Node> all = value instanceof Node.Sequence list ? list.items() : List.of(value);
    for (Node one : all) {
      if (one instanceof Node.Mapping mapping) {
        mapping.entries().forEach(e -> into.putIfAbsent(e.key().text(), e));
      } else {
        problems.error(
            one.isNull() ? key.span() : one.span(),
            "bad-merge",
            "`<<` merges mappings, and this is " + one.kind());
      }
    }
  }

  /** Tells of a key that is no text, most often Jinja2 without quotes, and skips its entry. */
  private Node refuseKey(CollectionStartEvent outer, int depth) {
    Span start = span(parser.peekEvent());
    int brace = offsets.of(outer.getStartMark());
    boolean jinja = outer.isFlow() && source.text().startsWith("{{", brace);
    Node key = node(depth + 1, "");
    Node value = node(depth + 1, "");
    if (jinja) {
      YamlMistake.reportJinja(source, brace, problems);
    } else {
      problems.error(
          source.span(start.start(), Math.max(start.end(), start.start() + 1)),
          "bad-key",
          "a key must be text, and this is " + key.kind(),
          "text that begins with `[`, `{` or `*` must be quoted");
    }
    return value.isNull() ? key : value;
  }

  /**
   * Reads a tag.
   *
   * @return {@code !raw}, {@code !vault}, {@code !broken}, {@code str} (text whatever it looks
   *     like), {@code typed} (as if plain), or nothing
   */
  private String tag(String tag, NodeEvent event) {
    if (tag == null || tag.equals("!")) return "";
    switch (tag) {
      case "!raw", "!unsafe":
        return Node.Scalar.RAW;
      case "!vault", "!vault-encrypted":
        if (event instanceof ScalarEvent scalar && Unlocker.isLocked(scalar.getValue().strip())) {
          return Node.Scalar.VAULTED;
        }
        problems.error(
            span(event).part(0, tag.length()),
            "not-vaulted",
            "this is not encrypted: what `" + tag + "` marks begins with `" + Unlocker.MARK + "`",
            "`encrypt-string` of the command `vault` makes such values");
        return Node.Scalar.BROKEN;
      case "tag:yaml.org,2002:str":
        return "str";
      case "tag:yaml.org,2002:int",
      "tag:yaml.org,2002:float",
      "tag:yaml.org,2002:bool",
      "tag:yaml.org,2002:null",
      "tag:yaml.org,2002:timestamp":
        return "typed";
      case "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq":
        return "";
      default:
        String written = firstWord(span(event));
        problems.error(
            span(event).part(0, written.length()),
            "unknown-tag",
            "there is no tag `" + written + "`",
            "if it is text quote the whole: `" + YamlMistake.quote(restOfLine(span(event))) + "`");
        return Node.Scalar.BROKEN;
    }
  }

  private String restOfLine(Span span) {
    int line = span.line();
    int lineEnd = source.lineStart(line) + source.lineText(line).length();
    return source.text().substring(span.start(), lineEnd).replaceFirst("\\s+#.*|\\s+$", "");
  }

  private String firstWord(Span span) {
    String all = source.text();
    int end = span.start();
    while (end < all.length() && !Character.isWhitespace(all.charAt(end))) end++;
    return all.substring(span.start(), end);
  }

  /** Skips anchor and tag, which the library counts as part of a value. */
  private int contentStart(ScalarEvent event) {
    String text = source.text();
    int at = offsets.of(event.getStartMark());
    int end = offsets.of(event.getEndMark());
    boolean properties = event.getAnchor() != null || event.getTag() != null;
    while (properties && at < end && (text.charAt(at) == '!' || text.charAt(at) == '&')) {
      while (at < end && !Character.isWhitespace(text.charAt(at))) at++;
      while (at < end && Character.isWhitespace(text.charAt(at))) at++;
    }
    return at;
  }

  /** Leaves out the blank lines after a block of text. */
  private int contentEnd(ScalarEvent event, int start) {
    int end = offsets.of(event.getEndMark());
    String text = source.text();
    while (end > start && Character.isWhitespace(text.charAt(end - 1))) end--;
    return end;
  }

  private Span span(Event event) {
    int start = offsets.of(event.getStartMark());
    return source.span(start, Math.max(start, offsets.of(event.getEndMark())));
  }

  /** A block collection ends with its last value, a flow one with its bracket. */
  private Span span(CollectionStartEvent first, Event last, List<Node> parts) {
    int start = offsets.of(first.getStartMark());
    int end = offsets.of(last.getEndMark());
    if (!first.isFlow()) {
      end = parts.isEmpty() ? start : Math.max(start, parts.get(parts.size() - 1).span().end());
    }
    return source.span(start, end);
  }

  private Stop stop(Span span, String id, String message, String... hints) {
    problems.error(span, id, message, hints);
    return new Stop();
  }

  /** Turns the library's marks, which count code points, into offsets of a string. */
  static final class Offsets {
    private final String text;
    private final boolean same;
    private int lastIndex;
    private int lastOffset;

    Offsets(String text) {
      this.text = text;
      this.same = text.codePoints().allMatch(c -> c < 0x10000);
    }

    int of(Mark mark) {
      int index = mark.getIndex();
      if (same) return Math.min(index, text.length());
      lastOffset = text.offsetByCodePoints(lastOffset, index - lastIndex);
      lastIndex = index;
      return lastOffset;
    }
  }
}
