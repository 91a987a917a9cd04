package outpost.core.template;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outpost.api.Secret;

/** Lookups that ask programs of the control node, its environment, and servers. */
final class OutsideLookups {
  private static final int LARGEST = 64 << 20;

  private OutsideLookups() {}

  static List<Lookup> table(Map<String, String> environment) {
    return List.of(
        Lookup.of(
            "env",
            asked ->
                new ArrayList<>(
                    asked.names().stream()
                        .map(name -> environment.getOrDefault(name, asked.option("default", "")))
                        .toList()),
            "default"),
        Lookup.of("pipe", asked -> outputs(asked, environment)).impure(),
        Lookup.of("lines", asked -> lines(asked, environment)).impure(),
        Lookup.of(
                "url",
                OutsideLookups::fetched,
                "timeout",
                "headers",
                "username",
                "password",
                "split_lines")
            .impure());
  }

  private static List<Object> outputs(Lookup.Request asked, Map<String, String> environment) {
    List<Object> outputs = new ArrayList<>();
    for (String command : asked.names()) {
      outputs.add(output(command, asked, environment).stripTrailing());
    }
    return outputs;
  }

  private static List<Object> lines(Lookup.Request asked, Map<String, String> environment) {
    List<Object> lines = new ArrayList<>();
    for (String command : asked.names()) {
      lines.addAll(output(command, asked, environment).lines().toList());
    }
    return lines;
  }

  /** Runs a command in the playbook's folder; its output goes to files, so that it never waits. */
  private static String output(
      String command, Lookup.Request asked, Map<String, String> environment) {
    Path out = null;
    Path errors = null;
    Process process = null;
    try {
      out = Files.createTempFile("outpost-pipe", ".out");
      errors = Files.createTempFile("outpost-pipe", ".err");
      ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", command);
      builder.environment().clear();
      builder.environment().putAll(environment);
      new Places(asked.asking())
          .playbook()
          .filter(Files::isDirectory)
          .ifPresent(folder -> builder.directory(folder.toFile()));
      builder.redirectInput(Path.of("/dev/null").toFile());
      builder.redirectOutput(out.toFile()).redirectError(errors.toFile());
      process = builder.start();
      int status = process.waitFor();
      if (status != 0) {
        String last = Files.readString(errors, StandardCharsets.UTF_8).strip();
        String line = last.substring(last.lastIndexOf('\n') + 1);
        throw Lookup.failed(
            "the command `" + command + "` ends with status " + status,
            line.isEmpty() ? "" : "it says " + line);
      }
      return Files.readString(out, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw Lookup.failed("the command `" + command + "` cannot be run", e.getMessage());
    } catch (InterruptedException e) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw Lookup.failed("the command `" + command + "` was interrupted");
    } finally {
      delete(out);
      delete(errors);
    }
  }

  private static void delete(Path file) {
    try {
      if (file != null) Files.deleteIfExists(file);
    } catch (IOException e) {
      return; // it is a temporary file; the next start of the machine takes it away
    }
  }

  private static List<Object> fetched(Lookup.Request asked) {
    List<Object> texts = new ArrayList<>();
    for (String url : asked.names()) {
      String text = fetch(url, asked);
      if (asked.flag("split_lines", true)) texts.addAll(text.lines().toList());
      else texts.add(text);
    }
    return texts;
  }

  private static String fetch(String url, Lookup.Request asked) {
    String seconds = asked.option("timeout", "10");
    if (!seconds.matches("\\d{1,5}") || seconds.matches("0+")) {
      throw Lookup.failed("a `timeout` is a number of seconds from 1 on, not `" + seconds + "`");
    }
    try {
      URLConnection opened = URI.create(url).toURL().openConnection();
      if (!(opened instanceof HttpURLConnection connection)) {
        throw Lookup.failed(
            "`" + url + "` is no URL of http or https", "for files there is `file`");
      }
      connection.setConnectTimeout(Integer.parseInt(seconds) * 1000);
      connection.setReadTimeout(Integer.parseInt(seconds) * 1000);
      connection.setRequestProperty("User-Agent", "outpost");
      if (asked.options().get("headers") instanceof Map<?, ?> headers) {
        headers.forEach(
            (name, value) -> connection.setRequestProperty(String.valueOf(name), open(value)));
      }
      credentials(asked).ifPresent(each -> connection.setRequestProperty("Authorization", each));
      int status = connection.getResponseCode();
      if (status >= 400) throw Lookup.failed("`" + url + "` answers with status " + status);
      try (InputStream in = connection.getInputStream()) {
        byte[] bytes = in.readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST)
          throw Lookup.failed("`" + url + "` answers with more than 64 MiB");
        return new String(bytes, StandardCharsets.UTF_8);
      }
    } catch (IllegalArgumentException e) {
      throw Lookup.failed("`" + url + "` is no URL");
    } catch (IOException e) {
      throw Lookup.failed("`" + url + "` cannot be fetched", String.valueOf(e.getMessage()));
    }
  }

  private static Optional<String> credentials(Lookup.Request asked) {
    if (!asked.options().containsKey("username")) return Optional.empty();
    String both =
        open(asked.options().get("username")) + ":" + open(asked.options().get("password"));
    byte[] bytes = both.getBytes(StandardCharsets.UTF_8);
    return Optional.of("Basic " + Base64.getEncoder().encodeToString(bytes));
  }

  /** What goes to the server it is meant for may be a secret. */
  private static String open(Object value) {
    if (value == null) return "";
    return value instanceof Secret secret ? secret.revealText() : Args.string(value);
  }
}
