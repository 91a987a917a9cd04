package outpost.modules.files;

import static outpost.api.Script.sh;

import java.security.SecureRandom;
import java.util.Optional;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;

/** Makes a file or directory under a name that nobody has: another one each time it is asked. */
@Doc("Makes an empty file or directory that only its owner may open, and registers its `path`.")
public final class Tempfile implements Module<Tempfile.Args, Tempfile.Found> {
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final int LENGTH = 12;

  private final SecureRandom random = new SecureRandom();

  /** What a task asks for. */
  public record Args(
      @Arg(value = "What is made.", def = "file") State state,
      @Arg("The directory that it is made in; by default the host's for such things.")
          Optional<String> path,
      @Arg(value = "What its name begins with.", def = "ansible.") String prefix,
      @Arg(value = "What its name ends with.", def = "\"\"") String suffix) {
    public Args {
      path = path.map(one -> Paths.plain("path", one));
      check("prefix", prefix);
      check("suffix", suffix);
    }

    private static void check(String arg, String part) {
      if (part.contains("/") || part.contains("\n")) {
        throw new BadArg(arg, "`" + part + "` is no part of a name", "name the folder by `path`");
      }
    }
  }

  /** What is made. */
  public enum State {
    FILE,
    DIRECTORY
  }

  /**
   * What is on the host.
   *
   * @param path the name to take, drawn once for a task
   * @param folder whether the directory is there and open to us
   * @param made whether something has that name
   * @param file what it is
   */
  public record Found(String path, boolean folder, boolean made, Optional<Inode> file) {}

  @Override
  public Probe<Found> probe(Args want) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < LENGTH; i++) name.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    return Probe.of(
        Found.class,
        sh(
            """
            d={}; d=${d:-${TMPDIR:-/tmp}}
            p=${d%/}/{}; emit path "$p"
            if [ -d "$d" ] && [ -w "$d" ]; then emit folder yes; else emit folder no; fi
            if [ -e "$p" ]; then emit made yes; else emit made no; fi
            inode file "$p"\
            """,
            want.path().orElse(""), want.prefix() + name + want.suffix()));
  }

  @Override
  public Plan plan(Args want, Found found) {
    String folder = found.path().substring(0, Math.max(1, found.path().lastIndexOf('/')));
    if (!found.folder()) {
      return Plan.blocked("no directory `" + folder + "` to write in", "make it, or use `become`");
    }
    Plan.Builder plan = Plan.builder().result("path", found.path());
    found.file().ifPresent(file -> file.tell(plan));
    plan.result("state", want.state().name().toLowerCase(java.util.Locale.ROOT));
    if (!found.made()) {
      plan.change(
          "path",
          "absent",
          found.path(),
          switch (want.state()) {
            case FILE -> sh("umask 077; set -C; : >{}", found.path());
            case DIRECTORY -> sh("mkdir -m 0700 -- {}", found.path());
          });
    }
    return plan.build();
  }
}
