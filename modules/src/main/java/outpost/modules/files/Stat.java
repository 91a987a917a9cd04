package outpost.modules.files;

import static outpost.api.Script.sh;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import outpost.api.Arg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;

/** Looks at a file, and tells all there is to tell of it. */
@Doc("Looks at a file of a host; what it is, if it is there, is registered as `stat`.")
public final class Stat implements Module<Stat.Args, Stat.Found> {

  /** What a task asks for. */
  public record Args(
      @Arg(
              value = "The file, from the root.",
              alias = {"dest", "name"})
          String path,
      @Arg(value = "Whether to look at what a link points to.", def = "false") boolean follow,
      @Arg(value = "Whether the checksum of what a file holds is worked out.", def = "true")
          boolean getChecksum,
      @Arg(
              value = "The kind of checksum.",
              def = "sha1",
              alias = {"checksum", "checksum_algo"})
          Checksum checksumAlgorithm,
      @Arg(
              value = "Whether what kind of content it holds is told, by file(1).",
              def = "true",
              alias = {"mime", "mime_type", "mime-type"})
          boolean getMime,
      @Arg(
              value = "Whether attributes are told, by lsattr(1).",
              def = "true",
              alias = {"attributes", "attr"})
          boolean getAttributes) {
    public Args {
      path = Paths.plain("path", path);
    }
  }

  /** Kinds of checksums. */
  public enum Checksum {
    MD5,
    SHA1,
    SHA224,
    SHA256,
    SHA384,
    SHA512
  }

  /** What a host answers; empty for a file that is not there. */
  public record Found(Optional<Seen> stat) {}

  @Override
  public Probe<Found> probe(Args want) {
    Script ask =
        sh(
                """
                f={} l={}
                if ! [ -e "$f" ] && { [ -n "$l" ] || ! [ -h "$f" ]; }; then
                  why=$(stat ${l:+"$l"} -- "$f" 2>&1)
                  case $why in *"Permission denied"*) printf '%s\\n' "$why" >&2; exit 1;; esac
                  exit 0
                fi""",
                want.path(), want.follow() ? "-L" : "")
            .then(Seen.LOOK);
    if (want.getChecksum()) ask = ask.then(checksum(want.checksumAlgorithm()));
    if (want.getMime()) ask = ask.then(MIME);
    if (want.getAttributes()) ask = ask.then(ATTRIBUTES);
    return Probe.of(Found.class, ask);
  }

  private static Script checksum(Checksum kind) {
    return sh(
        """
        if [ -f "$f" ] && [ -r "$f" ] && { [ -n "$l" ] || ! [ -h "$f" ]; }; then
          sum=$({} <"$f") || exit
          emit stat.checksum "${sum%% *}"
        fi""",
        kind.name().toLowerCase(Locale.ROOT) + "sum");
  }

  private static final Script MIME =
      sh(
          """
          mime=$(file ${l:+"$l"} -b --mime -- "$f" 2>/dev/null) || mime=
          emit stat.mime "${mime:-unknown}\"""");

  private static final Script ATTRIBUTES =
      sh(
          """
          attributes=$(lsattr -vd -- "$f" 2>/dev/null) || attributes=
          emit stat.attributes "${attributes%%/*}\"""");

  @Override
  public Plan plan(Args want, Found found) {
    return Plan.builder()
        .result(
            "stat",
            found.stat().map(seen -> seen.told(want.path())).orElse(Map.of("exists", false)))
        .build();
  }
}
