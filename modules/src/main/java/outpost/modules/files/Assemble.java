package outpost.modules.files;

import static outpost.api.Script.sh;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.LocalFile;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;
import outpost.api.Shared;

/**
 * Puts a file together from the fragments in a directory, in the order of their names' bytes. The
 * checksum that is registered is SHA-256, as of the module copy.
 */
@Doc("Puts a file together from the files in a directory, in the order of their names.")
public final class Assemble implements Module<Assemble.Args, Assemble.Found> {

  /** What a task asks for. */
  public record Args(
      @Arg(
              value =
                  "The directory with the fragments: on the host, or without `remote_src` of the"
                      + " control node, found in `files/` or beside the playbook.",
              unless = "remote_src")
          LocalFile src,
      @Arg("The file that they make, from the root; a link there is replaced.") String dest,
      @Arg(value = "Whether `src` is on the host.", def = "true") boolean remoteSrc,
      @Arg("A text between the fragments, on a line of its own; `\\n` and its like are escapes.")
          Optional<String> delimiter,
      @Arg("The Python expression that is found in the names of fragments that count.")
          Optional<String> regexp,
      @Arg(value = "Whether files that begin with a dot do not count.", def = "false")
          boolean ignoreHidden,
      @Shared Attributes attributes,
      @Shared Safeguards safeguards) {
    public Args {
      dest = Paths.plain("dest", dest);
      attributes.ownMode("an assembled file");
      regexp.ifPresent(text -> PythonPattern.of("regexp", text));
      if (remoteSrc) Paths.absolute("src", src.written());
      if (!remoteSrc && !Files.isDirectory(src.path())) {
        throw new BadArg("src", "`" + src.written() + "` is no directory", "name a directory");
      }
      delimiter = delimiter.map(Args::octal);
      delimiter.ifPresent(text -> PythonTemplate.of("delimiter", text, PythonPattern.of("", "")));
    }

    /** A template of expressions knows bytes by octal escapes alone. */
    private static String octal(String text) {
      return Pattern.compile("(?<!\\\\)\\\\x([0-9A-Fa-f]{2})")
          .matcher(text)
          .replaceAll(hex -> "\\\\" + String.format("%03o", Integer.parseInt(hex.group(1), 16)));
    }

    FileEdit edit() {
      return FileEdit.of("dest", dest).follow(false).with(attributes, safeguards);
    }

    boolean counts(String name) {
      return (!ignoreHidden || !name.startsWith("."))
          && regexp.map(text -> PythonPattern.of("regexp", text).isIn(name)).orElse(true);
    }

    byte[] between() {
      if (delimiter.isEmpty()) return new byte[0];
      PythonPattern none = PythonPattern.of("", "");
      String text = PythonTemplate.of("delimiter", delimiter.get(), none).expand(none.matcher(""));
      return (text.endsWith("\n") || text.isEmpty() ? text : text + "\n")
          .getBytes(StandardCharsets.UTF_8);
    }
  }

  /**
   * What is on the host.
   *
   * @param folder whether the directory with the fragments is there
   * @param large whether the fragments are too much to be read
   */
  public record Found(
      Target file,
      Optional<Boolean> folder,
      Optional<Boolean> large,
      Map<String, Fragment> fragment) {}

  /** A fragment on the host. */
  public record Fragment(byte[] name, byte[] bytes) {}

  @Override
  public Probe<Found> probe(Args want) {
    Script ask = want.edit().question("file");
    return Probe.of(Found.class, want.remoteSrc() ? ask.then(fragments(want)) : ask);
  }

  private static Script fragments(Args want) {
    return sh(
        """
        if [ -d {} ]; then
          cd -- {} && emit folder yes || exit
          sum=0; n=0
          for f in * .*; do
            [ ! -f "$f" ] || sum=$((sum + $(stat -L -c %s -- "$f")))
          done
          if [ "$sum" -gt {} ]; then emit large yes; else
            for f in * .*; do
              [ -f "$f" ] || continue
              n=$((n + 1)); printf %s "$f" | blob "fragment.$n.name"
              blob "fragment.$n.bytes" <"$f" || exit
            done
          fi
        fi
        cd /\
        """,
        want.src().written(), want.src().written(), Target.MOST);
  }

  @Override
  public Plan plan(Args want, Found found) {
    Plan.Builder plan = Plan.builder();
    if (want.remoteSrc() && found.folder().isEmpty()) {
      plan.block(
          "no directory `" + want.src().written() + "` on this host",
          "make it first, or say `remote_src: false` if it is here");
    }
    if (found.large().isPresent()) {
      plan.block("the fragments are more than 11 MiB", "put them together by `shell`");
    }
    byte[] whole = whole(want, want.remoteSrc() ? remote(found) : local(want.src().path()));
    want.edit().hold(found.file(), Revision.of(whole), plan);
    found.file().inode().ifPresent(one -> one.tell(plan));
    return plan.result("src", want.src().written())
        .result("dest", want.dest())
        .result("checksum", Body.sha1(whole))
        .build();
  }

  private static Map<String, byte[]> remote(Found found) {
    Map<String, byte[]> all = new TreeMap<>();
    found.fragment().values().forEach(one -> all.put(name(one.name()), one.bytes()));
    return all;
  }

  private static Map<String, byte[]> local(Path folder) {
    Map<String, byte[]> all = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = file.getFileName().toString();
        all.put(name(name.getBytes(StandardCharsets.UTF_8)), Files.readAllBytes(file));
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As bytes are compared, so are the characters that stand for them. */
  private static String name(byte[] bytes) {
    return Encoding.BYTES.text(bytes);
  }

  /** A fragment that ends without a newline gets one where another follows. */
  private static byte[] whole(Args want, Map<String, byte[]> fragments) {
    byte[] between = want.between();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    boolean first = true;
    boolean open = false;
    for (Map.Entry<String, byte[]> one : fragments.entrySet()) {
      String name = Encoding.UTF_8.text(Encoding.BYTES.bytes(one.getKey()));
      if (!want.counts(name)) continue;
      if (open) out.write('\n');
      if (!first) out.writeBytes(between);
      out.writeBytes(one.getValue());
      first = false;
      byte[] bytes = one.getValue();
      open = bytes.length == 0 || bytes[bytes.length - 1] != '\n';
    }
    return out.toByteArray();
  }
}
