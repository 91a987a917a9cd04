package outpost.core.inventory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import outpost.core.source.Problems;
import outpost.core.source.Source;
import outpost.core.source.Sources;

/** Runs an inventory script once and takes what it prints. */
final class ScriptRun {
  private static final int MOST_LINES = 20;

  private final Path script;
  private final Sources sources;
  private final Duration limit;
  private final Problems problems;

  /**
   * @param limit how long it may take
   */
  ScriptRun(Path script, Sources sources, Duration limit, Problems problems) {
    this.script = script;
    this.sources = sources;
    this.limit = limit;
    this.problems = problems;
  }

  /** Returns what it printed; empty if it failed, which is told. */
  Optional<Source> run(String... args) {
    String name = sources.name(script) + " " + String.join(" ", args);
    List<Path> files = new ArrayList<>();
    try {
      Path out = Files.createTempFile("inventory", ".out"); // a file, so no thread has to drain it
      files.add(out);
      Path err = Files.createTempFile("inventory", ".err");
      files.add(err);
      return run(name, start(args, out, err), out, err);
    } catch (IOException e) {
      problems.error("script-failed", "`" + name + "` cannot be run: " + why(e), hints());
      return Optional.empty();
    } finally {
      files.forEach(f -> f.toFile().delete());
    }
  }

  private Process start(String[] args, Path out, Path err) throws IOException {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(args));
    Process process =
        new ProcessBuilder(command)
            .directory(sources.absolute(Path.of("")).toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    process.getOutputStream().close();
    return process;
  }

  private Optional<Source> run(String name, Process process, Path out, Path err)
      throws IOException {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        end(process);
        failed("`" + name + "` has not ended after " + limit.toSeconds() + " s", out, err);
        return Optional.empty();
      }
    } catch (InterruptedException e) {
      end(process);
      Thread.currentThread().interrupt();
      problems.error("script-failed", "`" + name + "` was interrupted");
      return Optional.empty();
    }
    if (process.exitValue() != 0) {
      failed("`" + name + "` failed with exit status " + process.exitValue(), out, err);
      return Optional.empty();
    }
    String said = text(err);
    if (!said.isBlank()) {
      problems.warning(
          new Source(name, "").span(0, 0),
          "script-said",
          "the inventory script says on standard error",
          shown(said));
    }
    return decoded(name, Files.readAllBytes(out));
  }

  private Optional<Source> decoded(String name, byte[] printed) {
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(printed));
      return Optional.of(new Source(name, text.toString()));
    } catch (CharacterCodingException e) {
      problems.error("not-utf-8", "what `" + name + "` printed is not UTF-8");
      return Optional.empty();
    }
  }

  /** Says the system's own reason without Java's words around it. */
  private static String why(IOException e) {
    String message = String.valueOf(e.getMessage());
    return message.replaceFirst("(?s).*error=[0-9]+, ", "").toLowerCase(Locale.ROOT);
  }

  private String[] hints() {
    if (!Files.isExecutable(script)) {
      return new String[] {"make it executable: `chmod +x " + sources.name(script) + "`"};
    }
    return new String[] {"its first line names the program that runs it, which must be there"};
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private void failed(String what, Path out, Path err) throws IOException {
    List<String> hints = new ArrayList<>();
    if (!text(err).isBlank()) hints.add("it says on standard error\n" + shown(text(err)));
    if (!text(out).isBlank()) hints.add("it printed\n" + shown(text(out)));
    if (hints.isEmpty()) hints.add("it printed nothing");
    problems.error("script-failed", what, hints.toArray(String[]::new));
  }

  /** Keeps the last lines, where programs say why they end. */
  private static String shown(String text) {
    List<String> lines = text.stripTrailing().lines().toList();
    int left = Math.max(0, lines.size() - MOST_LINES);
    List<String> kept = new ArrayList<>(lines.subList(left, lines.size()));
    if (left > 0) kept.add(0, "… (" + left + " lines before)");
    return String.join("\n", kept);
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
