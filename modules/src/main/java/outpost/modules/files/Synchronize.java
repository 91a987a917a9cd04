package outpost.modules.files;

import static outpost.api.Script.sh;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import outpost.api.Arg;
import outpost.api.Change;
import outpost.api.Doc;
import outpost.api.LocalFile;
import outpost.api.LocalPlace;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Reach;
import outpost.api.Shared;

/**
 * Brings directories to hold the same here and on a host, by rsync, which both have to have.
 *
 * <p>Other than Ansible's it needs no ssh here and no second login's settings: rsync's bytes go
 * through a connection of the engine's own, as the task's user. So passwords, jump hosts, ports and
 * {@code become} are those of all other tasks, and {@code dest_port}, {@code private_key} and the
 * like are no arguments. What rsync would do is asked by a dry run.
 */
@Doc("Brings a directory of a host to hold what one of the control node holds, or back, by rsync.")
public final class Synchronize implements Module<Synchronize.Args, Synchronize.Found> {
  private static final String MARK = "<<CHANGED>>";

  /** Before what rsync says of a change stand eleven letters and a blank. */
  private static final int LETTERS = 12;

  /** What a task asks for. */
  public record Args(
      @Arg(
              value =
                  "What is copied, found in `files/` or beside the playbook; with `mode: pull` a"
                      + " path of the host. A slash at its end leaves its own name out.",
              unless = "mode=pull")
          LocalFile src,
      @Arg(
              "Where to: a path of the host, from the root; with `mode: pull` one of the control"
                  + " node, from the playbook's folder.")
          LocalPlace dest,
      @Arg(value = "Whether files go to the host or come from it.", def = "push") Mode mode,
      @Shared SyncOptions options) {
    public Args {
      Paths.absolute(
          mode == Mode.PULL ? "src" : "dest", mode == Mode.PULL ? src.written() : dest.written());
    }

    private List<String> command(String shell, boolean dry) {
      List<String> words = new ArrayList<>(List.of("rsync", "--blocking-io", "-e", shell));
      if (dry) words.add("--dry-run");
      words.addAll(options.words());
      words.add("--out-format=" + MARK + "%i %n%L");
      words.add("--");
      if (mode == Mode.PUSH) {
        String slash = src.written().endsWith("/") ? "/" : "";
        words.add(src.path().toAbsolutePath().normalize() + slash);
        words.add("host:" + dest.written());
      } else {
        String slash = dest.written().endsWith("/") ? "/" : "";
        words.add("host:" + src.written());
        words.add(dest.path().toAbsolutePath().normalize() + slash);
      }
      return words;
    }

    private Reach.Reply run(Reach reach, boolean dry) throws IOException {
      Function<String, List<String>> words = shell -> command(shell, dry);
      return reach.bridge(words);
    }
  }

  /** Where files go. */
  public enum Mode {
    PUSH,
    PULL
  }

  /**
   * What is on the host, and what rsync would do.
   *
   * @param tool whether the host has rsync, or the program that stands for it
   */
  public record Found(boolean tool, Sync sync) {}

  /**
   * What rsync says.
   *
   * @param lacking whether there is none here
   * @param failed why it would do nothing
   * @param items what it would do, one in each line
   */
  public record Sync(boolean lacking, Optional<String> failed, Optional<String> items) {
    private List<String> lines() {
      return items.map(text -> text.lines().toList()).orElse(List.of());
    }
  }

  @Override
  public Probe<Found> probe(Args want) {
    // a word of the shell's own is no program
    String ask = "case $(command -v -- {}) in /*) emit tool yes ;; *) emit tool no ;; esac";
    return Probe.of(Found.class, sh(ask, want.options().program().get(0)))
        .here("sync", reach -> look(want, reach));
  }

  private static Map<String, String> look(Args want, Reach reach) {
    Map<String, String> answers = new LinkedHashMap<>();
    answers.put("lacking", "no");
    try {
      Reach.Reply reply = want.run(reach, true);
      answers.put("items", items(reply).stream().collect(Collectors.joining("\n")));
      if (!reply.ok()) answers.put("failed", why(reply));
    } catch (IOException e) {
      String message = String.valueOf(e.getMessage());
      answers.put("lacking", message.startsWith("Cannot run program \"rsync\"") ? "yes" : "no");
      answers.put("failed", message);
    }
    return answers;
  }

  private static List<String> items(Reach.Reply reply) {
    return new String(reply.stdout(), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith(MARK))
        .map(line -> line.substring(MARK.length()))
        .toList();
  }

  /** What rsync says first tells more than how it ends. */
  private static String why(Reach.Reply reply) {
    return reply
        .stderr()
        .lines()
        .filter(line -> !line.isBlank())
        .findFirst()
        .orElse("rsync ended with " + reply.status());
  }

  @Override
  public Plan plan(Args want, Found found) {
    Sync sync = found.sync();
    if (!found.tool()) {
      return want.options().rsyncPath().isPresent()
          ? Plan.blocked(
              "there is no program `" + want.options().program().get(0) + "` on this host",
              "correct `rsync_path`")
          : Plan.blocked(
              "there is no rsync on this host", "install it with the module `package` first");
    }
    if (sync.lacking()) {
      return Plan.blocked(
          "there is no rsync on the control node",
          "install it here; the module `copy` copies directories without it");
    }
    if (sync.failed().isPresent()) {
      return Plan.blocked(
          "rsync cannot do that: " + sync.failed().get(), "correct `src`, `dest` or the options");
    }
    List<String> lines = sync.lines();
    Plan.Builder plan =
        Plan.builder().origin("rc", 0).origin("stdout_lines", lines).origin("msg", text(lines));
    if (lines.isEmpty()) return plan.build();
    List<String> gone = lines.stream().filter(line -> line.startsWith("*deleting")).toList();
    List<String> other = lines.stream().filter(line -> !line.startsWith("*deleting")).toList();
    String before = text(gone.stream().map(Synchronize::name).toList());
    List<String> from = new ArrayList<>();
    if (!other.isEmpty()) {
      from.add("other: " + Diffs.some(other.stream().map(Synchronize::name).toList()));
    }
    if (!gone.isEmpty()) {
      from.add("to go: " + Diffs.some(gone.stream().map(Synchronize::name).toList()));
    }
    return plan.errand(
            "files",
            String.join("; ", from),
            "as in " + want.src().written(),
            Optional.of(
                new Change.Diff("rsync to " + want.dest().written(), before, text(other), false)),
            reach -> bring(want, reach))
        .build();
  }

  private static String text(List<String> lines) {
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  private static String name(String line) {
    return line.length() > LETTERS ? line.substring(LETTERS) : line;
  }

  private static void bring(Args want, Reach reach) throws IOException {
    Reach.Reply reply = want.run(reach, false);
    if (!reply.ok()) throw new IOException("rsync failed: " + why(reply));
  }
}
