package outpost.modules.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The lines of a hosts(5) file; those that nothing is changed in stay as they were written. */
record HostsFile(List<Line> lines) {
  private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  HostsFile {
    lines = List.copyOf(lines);
  }

  /** A line: an address with its names, or anything else, which has neither. */
  record Line(Optional<InetAddress> address, List<String> names, String comment, String text) {
    static Line of(String text) {
      int hash = text.indexOf('#');
      String comment = hash < 0 ? "" : text.substring(hash);
      List<String> words =
          Stream.of((hash < 0 ? text : text.substring(0, hash)).strip().split("\\s+"))
              .filter(word -> !word.isEmpty())
              .toList();
      Optional<InetAddress> address = words.stream().findFirst().flatMap(HostsFile::address);
      return address.isEmpty() || words.size() < 2
          ? new Line(Optional.empty(), List.of(), "", text)
          : new Line(address, words.subList(1, words.size()), comment, text);
    }

    Line with(List<String> wanted) {
      String word = text.strip().split("\\s+")[0];
      String written = word + "\t" + String.join(" ", wanted);
      return Line.of(comment.isEmpty() ? written : written + " " + comment);
    }

    boolean bears(String name) {
      return names.stream().anyMatch(name::equalsIgnoreCase);
    }

    boolean isFor(InetAddress wanted) {
      return address.filter(wanted::equals).isPresent();
    }

    /** Whether it gives names an address of the same kind, but another one. */
    boolean isAgainst(InetAddress wanted) {
      return address
          .filter(a -> a.getClass() == wanted.getClass() && !a.equals(wanted))
          .isPresent();
    }
  }

  static HostsFile of(String text) {
    return new HostsFile(text.lines().map(Line::of).toList());
  }

  /** Reads an address as it is written; nothing is looked up. */
  static Optional<InetAddress> address(String word) {
    if (!LITERAL.matcher(word).matches()) return Optional.empty();
    try {
      return Optional.of(InetAddress.getByName(word));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  String text() {
    return lines.stream().map(line -> line.text() + "\n").collect(Collectors.joining());
  }

  /** Returns the names' lines that give them another address. */
  List<Line> against(InetAddress address, List<String> names) {
    return lines.stream()
        .filter(line -> line.isAgainst(address) && names.stream().anyMatch(line::bears))
        .toList();
  }

  /** Returns this file with an address bearing these names: in one line, the one that it has. */
  HostsFile with(InetAddress address, String written, List<String> names) {
    List<Line> own = lines.stream().filter(line -> line.isFor(address)).toList();
    List<String> missing =
        names.stream().filter(name -> own.stream().noneMatch(line -> line.bears(name))).toList();
    if (missing.isEmpty()) return this;
    List<Line> edited = new ArrayList<>(lines);
    Optional<Line> place =
        own.stream()
            .filter(line -> line.bears(names.get(0)))
            .findFirst()
            .or(() -> own.stream().findFirst());
    if (place.isEmpty()) {
      edited.add(Line.of(written + "\t" + String.join(" ", names)));
    } else {
      edited.replaceAll(
          line ->
              line == place.get()
                  ? line.with(Stream.concat(line.names().stream(), missing.stream()).toList())
                  : line);
    }
    return new HostsFile(edited);
  }

  /** Returns this file without names in certain lines, and without lines that bear none then. */
  HostsFile without(List<String> names, java.util.function.Predicate<Line> which) {
    List<Line> edited = new ArrayList<>();
    for (Line line : lines) {
      List<String> left =
          line.names().stream().filter(n -> names.stream().noneMatch(n::equalsIgnoreCase)).toList();
      if (!which.test(line) || left.size() == line.names().size()) {
        edited.add(line);
      } else if (!left.isEmpty()) {
        edited.add(line.with(left));
      }
    }
    return new HostsFile(edited);
  }
}
