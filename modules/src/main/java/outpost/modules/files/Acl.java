package outpost.modules.files;

import static outpost.api.Script.sh;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;

/**
 * Keeps an entry of a file's access control list, as ansible.posix's acl does by setfacl(1). NFSv4
 * lists are not supported.
 */
@Doc(
    "Keeps an entry of a file's access control list, or out of it; the list is registered as"
        + " `acl`.")
public final class Acl implements Module<Acl.Args, Acl.Found> {

  /** What a task asks for. */
  public record Args(
      @Arg(
              value = "The file or directory, from the root.",
              alias = {"name"})
          String path,
      @Arg(value = "Whether the entry is there, or the list is only told.", def = "query")
          State state,
      @Arg("The kind of entry.") Optional<Kind> etype,
      @Arg(value = "The user or group; the owner's without.", def = "\"\"") String entity,
      @Arg("What they may do: letters of `rwxX`, or a digit.") Optional<String> permissions,
      @Arg("The whole entry as setfacl(1) takes it, instead of these three.")
          Optional<String> entry,
      @Arg(
              value = "Whether it is the entry that new files in the directory get.",
              def = "false",
              alias = {"default"})
          boolean isDefault,
      @Arg(value = "Whether it is held for all that is in a directory too.", def = "false")
          boolean recursive,
      @Arg(value = "Whether what links point to is meant, below a directory as well.", def = "true")
          boolean follow,
      @Arg(value = "Whether the mask is worked out anew.", def = "default")
          Recalculation recalculateMask) {
    public Args {
      path = Paths.plain("path", path);
      if (entry.isPresent()
          && (etype.isPresent() || !entity.isEmpty() || permissions.isPresent())) {
        throw new BadArg("entry", "`entry` says it all", "drop `etype` and its like");
      }
      if (state != State.QUERY && entry.isEmpty() && etype.isEmpty()) {
        throw new BadArg("state", "no entry to hold to", "give `etype`, or a whole `entry`");
      }
      if (state == State.PRESENT && entry.isEmpty() && permissions.isEmpty()) {
        throw new BadArg("etype", "an entry without `permissions`", "write them, such as `rx`");
      }
      if (permissions.filter(text -> !text.matches("[rwxX-]{1,4}|[0-7]")).isPresent()) {
        throw new BadArg(
            "permissions", "`" + permissions.get() + "` are none", "write letters of `rwxX`");
      }
      String words = entity + entry.orElse("");
      if (words.contains("\n") || words.contains(",") || entity.contains(":")) {
        throw new BadArg(
            entry.isPresent() ? "entry" : "entity", "more than one entry", "use a loop");
      }
      if (state == State.QUERY && recursive) {
        throw new BadArg("recursive", "one list is told at a time", "use a loop");
      }
    }

    String wanted() {
      String kind = etype.map(one -> one.name().toLowerCase(Locale.ROOT)).orElse("");
      String who = kind + ":" + entity;
      String built = state == State.PRESENT ? who + ":" + permissions.orElse("") : who;
      return entry.orElse(built);
    }

    /** Returns the words of setfacl, with those that only try at the front. */
    List<String> words(List<String> first) {
      List<String> words = new ArrayList<>(first);
      if (isDefault) words.add("-d");
      if (recursive) words.add("-R");
      if (recursive && !follow) words.add("-P");
      switch (recalculateMask) {
        case DEFAULT -> {}
        case MASK -> words.add("--mask");
        case NO_MASK -> words.add("-n");
      }
      words.addAll(List.of(state == State.PRESENT ? "-m" : "-x", wanted(), "--", path));
      return words;
    }
  }

  /** Whether the entry is there. */
  public enum State {
    QUERY,
    PRESENT,
    ABSENT
  }

  /** Kinds of entries. */
  public enum Kind {
    USER,
    GROUP,
    MASK,
    OTHER
  }

  /** What happens to the mask. */
  public enum Recalculation {
    DEFAULT,
    MASK,
    NO_MASK
  }

  /**
   * What is on the host.
   *
   * @param tools whether getfacl and setfacl are there
   * @param exists whether the file is
   * @param acl its list
   * @param differing how many files would have another list
   */
  public record Found(
      boolean tools, Optional<Boolean> exists, Optional<byte[]> acl, Optional<Integer> differing) {}

  @Override
  public Probe<Found> probe(Args want) {
    Script ask =
        sh(
            """
            if command -v getfacl >/dev/null && command -v setfacl >/dev/null; then
              emit tools yes
            else emit tools no; exit 0; fi
            [ -e {} ] || exit 0
            emit exists yes; getfacl -cpE -- {} | blob acl\
            """,
            want.path(),
            want.path());
    if (want.state() != State.QUERY) {
      // of a file that would stay as it is, setfacl says that two stars are all that changes
      ask =
          ask.then(
              sh(
                  """
                  all=$(setfacl {}) || exit
                  emit differing "$(printf '%s\\n' "$all" | grep -vc ': \\*,\\*$')\"\
                  """,
                  want.words(List.of("--test"))));
    }
    return Probe.of(Found.class, ask);
  }

  @Override
  public Plan plan(Args want, Found found) {
    if (!found.tools()) {
      return Plan.blocked("no `setfacl` on this host", "install the package acl");
    }
    if (found.exists().isEmpty()) {
      return Plan.blocked("nothing is at `" + want.path() + "`", "make it first");
    }
    List<String> lines =
        Encoding.UTF_8
            .text(found.acl().orElse(new byte[0]))
            .lines()
            .filter(l -> !l.isEmpty())
            .toList();
    Plan.Builder plan = Plan.builder().result("acl", lines);
    if (found.differing().orElse(0) > 0) {
      boolean present = want.state() == State.PRESENT;
      String what = want.isDefault() ? "default entry" : "entry";
      plan.change(
          what + (want.recursive() ? " below" : ""),
          present ? "another" : want.wanted(),
          present ? want.wanted() : "absent",
          sh("setfacl {}", want.words(List.of())));
    }
    return plan.build();
  }
}
