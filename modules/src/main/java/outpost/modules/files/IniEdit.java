package outpost.modules.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Sets one option of one section in the text of an INI file, or takes it out.
 *
 * @param section empty for what stands before the first section
 * @param option empty for the whole section
 * @param values wanted, each once; none for an option without a value
 * @param equals what stands between option and value
 * @param blind whether blanks around it do not count
 * @param wake whether an option that is commented out takes its line
 */
record IniEdit(
    Optional<String> section,
    Optional<String> option,
    List<String> values,
    boolean present,
    boolean exclusive,
    String equals,
    boolean blind,
    boolean wake) {
  private static final Pattern NOTHING = Pattern.compile("(?s)[ \t]*([#;].*)?");

  /** A new text, and in which way it is new. */
  record Made(String text, String what, String from, String to, String message) {}

  /** What a line says of the option. */
  private record Said(boolean asleep, String value) {}

  Made apply(String text) {
    Lines lines = Lines.of(text);
    int from = section.isEmpty() ? 0 : header(lines) + 1;
    if (section.isPresent() && from == 0) return missing(lines, text);
    int to = from;
    while (to < lines.size() && !lines.get(to).startsWith("[")) to++;
    return option.isPresent() ? option(lines, from, to) : section(lines, from, to, text);
  }

  private int header(Lines lines) {
    Pattern header =
        Pattern.compile("(?s)\\[\\s*" + Pattern.quote(section.get().strip()) + "\\s*\\].*");
    for (int at = 0; at < lines.size(); at++) {
      if (header.matcher(lines.get(at)).matches()) return at;
    }
    return -1;
  }

  private Made missing(Lines lines, String text) {
    if (!present) return new Made(text, what(), "absent", "absent", "OK");
    lines.add(lines.size(), "[" + section.get() + "]");
    if (option.isPresent()) {
      for (String line : written(values)) lines.add(lines.size(), line);
    }
    String message = option.isPresent() ? "section and option added" : "only section added";
    return new Made(lines.text(), what(), "absent", to(), message);
  }

  private Made section(Lines lines, int from, int to, String text) {
    if (present) return new Made(text, what(), "present", "present", "OK");
    lines.remove(Math.max(0, from - 1), to);
    return new Made(lines.text(), what(), "present", "absent", "section removed");
  }

  private Made option(Lines lines, int from, int to) {
    String before = told(lines, from, to);
    List<String> left = new ArrayList<>(values);
    List<Integer> kept = new ArrayList<>();
    boolean added = false;
    if (present) {
      settle(lines, from, to, left, kept);
      if (exclusive) override(lines, from, to, left, kept);
    }
    int end = to - remove(lines, from, to, kept);
    boolean bare = present && values.isEmpty() && kept.isEmpty();
    if (present && (bare || !left.isEmpty())) {
      int place = end;
      while (place > from && NOTHING.matcher(lines.get(place - 1)).matches()) place--;
      for (String line : written(left)) lines.add(place++, line);
      added = true;
    }
    return new Made(lines.text(), what(), before, to(), added ? "option added" : "option changed");
  }

  /** Leaves lines alone that say what is wanted, but for how they say it. */
  private void settle(Lines lines, int from, int to, List<String> left, List<Integer> kept) {
    for (int at = from; at < to; at++) {
      Optional<Said> said = said(lines.get(at), wake);
      if (said.isEmpty()) continue;
      String value = said.get().value();
      if (left.remove(value) || (values.isEmpty() && kept.isEmpty() && value.isEmpty())) {
        put(lines, at, value, kept);
      }
    }
  }

  /** Takes the lines of other values for those that have none yet. */
  private void override(Lines lines, int from, int to, List<String> left, List<Integer> kept) {
    for (int at = from; at < to; at++) {
      boolean wanting = !left.isEmpty() || (values.isEmpty() && kept.isEmpty());
      if (wanting && !kept.contains(at) && said(lines.get(at), wake).isPresent()) {
        put(lines, at, left.isEmpty() ? "" : left.remove(0), kept);
      }
    }
  }

  private void put(Lines lines, int at, String value, List<Integer> kept) {
    kept.add(at);
    Said now = said(lines.get(at), true).orElseThrow();
    if (blind && !now.asleep() && now.value().equals(value)) return;
    lines.set(at, line(value));
  }

  /** Takes out what is not to be said, and returns in how many lines that was. */
  private int remove(Lines lines, int from, int to, List<Integer> kept) {
    if (present && !exclusive) return 0;
    int gone = 0;
    for (int at = to - 1; at >= from; at--) {
      Optional<Said> said = said(lines.get(at), false);
      boolean meant =
          said.isPresent() && (present || exclusive || values.contains(said.get().value()));
      if (meant && !kept.contains(at)) {
        lines.remove(at);
        gone++;
      }
    }
    return gone;
  }

  private Optional<Said> said(String line, boolean asleep) {
    Matcher matcher =
        Pattern.compile(
                (asleep ? "([#;]?)" : "()")
                    + "[ \t]*"
                    + Pattern.quote(option.orElseThrow())
                    + "[ \t]*(?:=|$)[ \t]*(.*)",
                Pattern.DOTALL)
            .matcher(line);
    return matcher.matches()
        ? Optional.of(new Said(!matcher.group(1).isEmpty(), matcher.group(2)))
        : Optional.empty();
  }

  private List<String> written(List<String> some) {
    return values.isEmpty() ? List.of(line("")) : some.stream().map(this::line).toList();
  }

  private String line(String value) {
    return values.isEmpty() ? option.get() : option.get() + equals + value;
  }

  private String what() {
    return section
        .map(name -> "[" + name + "]" + option.map(o -> " " + o).orElse(""))
        .or(() -> option)
        .orElse("");
  }

  private String told(Lines lines, int from, int to) {
    List<String> said = new ArrayList<>();
    for (int at = from; at < to; at++) {
      said(lines.get(at), false).ifPresent(one -> said.add(one.value()));
    }
    return said.isEmpty() ? "absent" : said.stream().collect(Collectors.joining(", "));
  }

  private String to() {
    if (!present)
      return exclusive || option.isEmpty() ? "absent" : "without " + String.join(", ", values);
    return option.isEmpty() ? "present" : values.isEmpty() ? "set" : String.join(", ", values);
  }
}
