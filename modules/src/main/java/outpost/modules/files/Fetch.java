package outpost.modules.files;

import static outpost.api.Script.sh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import outpost.api.Arg;
import outpost.api.Doc;
import outpost.api.LocalPlace;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Reach;

/**
 * Brings a file of a host to the control node.
 *
 * <p>It comes in pieces, is written beside its place and moved there when it is whole and, unless
 * told otherwise, has the checksum that the host told.
 */
@Doc("Copies a file from a host to the control node, into a directory that is named as the host.")
public final class Fetch implements Module<Fetch.Args, Fetch.Found> {
  private static final int PIECE = 1 << 20;

  /** What a task asks for. */
  public record Args(
      @Arg("The file, from the root.") String src,
      @Arg(
              "The directory of the control node, from the playbook's folder, in which the file comes"
                  + " to lie as `HOST/PATH`; with `flat` the file, or behind a slash at the end its"
                  + " directory.")
          LocalPlace dest,
      @Arg(value = "Whether `dest` is where the file comes to lie itself.", def = "false")
          boolean flat,
      @Arg(value = "Whether it is a failure that there is no file.", def = "true")
          boolean failOnMissing,
      @Arg(value = "Whether a file that changes on the way is refused.", def = "true")
          boolean validateChecksum) {
    public Args {
      src = Paths.plain("src", src);
    }

    Path place(String host) {
      String name = src.substring(src.lastIndexOf('/') + 1);
      if (flat) return dest.written().endsWith("/") ? dest.path().resolve(name) : dest.path();
      Path tree = dest.path().resolve(host);
      Path place = tree.resolve(src.substring(1)).normalize();
      return place.startsWith(tree) ? place : tree.resolve(name);
    }
  }

  /** What is on the host, and here. */
  public record Found(
      Kind kind, Optional<String> sum, Optional<byte[]> content, Optional<Here> here) {}

  /** What is at the place of the control node. */
  public record Here(String path, boolean folder, Optional<String> sum, Optional<byte[]> before) {}

  /** What is at the path. */
  public enum Kind {
    FILE,
    DIRECTORY,
    UNREADABLE,
    ABSENT
  }

  @Override
  public Probe<Found> probe(Args want) {
    return Probe.of(
            Found.class,
            sh(
                """
                f={}
                if [ -d "$f" ]; then emit kind directory
                elif ! [ -e "$f" ]; then emit kind absent
                elif ! [ -r "$f" ]; then emit kind unreadable
                else
                  emit kind file
                  sum=$(sha1sum <"$f") || exit
                  emit sum "${sum%% *}"
                  if [ -n "$OUTPOST_DIFF" ] && [ "$(stat -L -c %s -- "$f")" -le {} ]; then
                    blob content <"$f"
                  fi
                fi""",
                want.src(), Diffs.LIMIT))
        .here("here", reach -> here(want.place(reach.host())));
  }

  private static Map<String, String> here(Path place) {
    Map<String, String> answers = new LinkedHashMap<>();
    answers.put("path", place.toString());
    answers.put("folder", Files.isDirectory(place) ? "yes" : "no");
    if (!Files.isRegularFile(place)) return answers;
    try {
      answers.put("sum", sum(place));
      if (Files.size(place) <= Diffs.LIMIT) answers.put("before", Files.readString(place));
    } catch (IOException e) {
      // one that cannot be read, or is no text, is not what is wanted, or is shown to nobody
    }
    return answers;
  }

  @Override
  public Plan plan(Args want, Found found) {
    String file = "`" + want.src() + "`";
    Plan.Builder plan = Plan.builder();
    if (found.kind() != Kind.FILE) {
      String why =
          switch (found.kind()) {
            case DIRECTORY -> file + " is a directory";
            case UNREADABLE -> file + " cannot be read";
            default -> "there is no file " + file;
          };
      return want.failOnMissing()
          ? Plan.blocked(why, "name a file that the user may read")
          : plan.note("not fetched: " + why).result("file", want.src()).build();
    }
    Here here = found.here().orElseThrow();
    String sum = found.sum().orElseThrow();
    if (here.folder()) {
      return Plan.blocked(
          "`" + want.dest().written() + "` is a directory",
          "end it with a slash, or name the file");
    }
    plan.result("file", want.src()).result("dest", here.path());
    plan.result("checksum", sum).result("remote_checksum", sum);
    if (!here.sum().equals(found.sum())) {
      Path place = Path.of(here.path());
      plan.errand(
          "content",
          here.sum().map(Fetch::shown).orElse("absent"),
          shown(sum),
          found
              .content()
              .flatMap(
                  after -> Diffs.between(here.path(), here.before().orElse(new byte[0]), after)),
          reach -> bring(want, sum, place, reach));
    }
    return plan.build();
  }

  private static String shown(String sum) {
    return "sha1 " + sum.substring(0, 12);
  }

  private static void bring(Args want, String sum, Path place, Reach reach) throws IOException {
    Files.createDirectories(place.toAbsolutePath().getParent());
    Path part = place.resolveSibling(".outpost." + UUID.randomUUID());
    try {
      MessageDigest digest = sha1();
      try (OutputStream out = Files.newOutputStream(part, StandardOpenOption.CREATE_NEW)) {
        int length = PIECE;
        for (long piece = 0; length == PIECE; piece++) {
          byte[] bytes = piece(want.src(), piece, reach);
          length = bytes.length;
          digest.update(bytes);
          out.write(bytes);
        }
      }
      String came = HexFormat.of().formatHex(digest.digest());
      if (want.validateChecksum() && !came.equals(sum)) {
        throw new IOException("`" + want.src() + "` was changed while it was fetched");
      }
      Files.move(part, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static byte[] piece(String src, long piece, Reach reach) throws IOException {
    Reach.Reply reply =
        reach.ask(
            "",
            sh("dd if={} bs={} skip={} count=1 iflag=fullblock 2>/dev/null", src, PIECE, piece));
    if (!reply.ok()) throw new IOException("`" + src + "` cannot be read");
    return reply.stdout();
  }

  private static String sum(Path file) throws IOException {
    MessageDigest digest = sha1();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] some = new byte[1 << 16];
      for (int n = in.read(some); n >= 0; n = in.read(some)) digest.update(some, 0, n);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
