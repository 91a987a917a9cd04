package outpost.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.source.Source;
import outpost.core.source.Yaml;

/** Reads the examples of a module, which are tests as well: what they need before is left out. */
final class Examples {
  private Examples() {}

  /** Returns those of a step of the engine; nothing if there are none. */
  static List<String> of(String module) {
    try (InputStream in = Examples.class.getResourceAsStream("/examples/" + module + ".yml")) {
      if (in == null) return List.of();
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return of(Yaml.read(new Source(module, text), new Problems()).orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns those of a list. */
  static List<String> of(Node all) {
    List<String> lines = new ArrayList<>();
    for (Node item : ((Node.Sequence) all).items()) {
      Node.Mapping example = (Node.Mapping) item;
      lines.add("# " + ((Node.Scalar) example.get("example").orElseThrow()).text());
      List<String> task = text(example.get("task").orElseThrow());
      for (int i = 0; i < task.size(); i++) lines.add((i == 0 ? "- " : "  ") + task.get(i));
    }
    return lines.stream().map(String::stripTrailing).toList();
  }

  /** Returns the lines of a mapping as written, without its indentation. */
  private static List<String> text(Node node) {
    String file = node.span().source().text();
    int start = ((Node.Mapping) node).entries().get(0).key().span().start();
    int indent = start - 1 - file.lastIndexOf('\n', start - 1);
    List<String> lines = file.substring(start, node.span().end()).stripTrailing().lines().toList();
    return lines.stream().map(line -> line.substring(Math.min(indent(line), indent))).toList();
  }

  private static int indent(String line) {
    return line.length() - line.stripLeading().length();
  }
}
