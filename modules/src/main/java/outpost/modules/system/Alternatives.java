package outpost.modules.system;

import static outpost.api.Script.sh;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;

/** Chooses which of several programs a generic name stands for. */
@Doc("Chooses which of several programs stands behind a generic name, by update-alternatives.")
public final class Alternatives implements Module<Alternatives.Args, Alternatives.Found> {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_+][A-Za-z0-9_.+-]*");

  /** What a task asks for. */
  public record Args(
      @Arg("The generic name, such as `editor`.") String name,
      @Arg("The program, from the root.") Optional<String> path,
      @Arg("The link that it is found by; needed where the name is new.") Optional<String> link,
      @Arg("How it ranks where nobody chooses; 50 where it is new.") Optional<Integer> priority,
      @Arg(
              value =
                  "Whether it is there and chosen (`selected`), there (`present`), there and the"
                      + " choice left to the priorities (`auto`), or not there (`absent`).",
              def = "selected")
          State state) {
    public Args {
      if (!NAME.matcher(name).matches()) {
        throw new BadArg("name", "`" + name + "` is no generic name", "such as editor");
      }
      for (String file : List.of(path.orElse("/"), link.orElse("/"))) {
        if (!file.startsWith("/")) {
          throw new BadArg("path", "`" + file + "` is not a whole path", "begin it with a slash");
        }
      }
      if (path.isEmpty() && state != State.AUTO) {
        throw new BadArg("path", "no program is named", "give it a `path`");
      }
    }
  }

  /** How it stands with a program. */
  public enum State {
    SELECTED,
    PRESENT,
    AUTO,
    ABSENT
  }

  /**
   * What the host says.
   *
   * @param tool the command, which has another name on some hosts
   * @param link the link of the name, if it is known
   * @param auto whether the choice is left to the priorities
   * @param value the program that is chosen
   * @param ranks the programs and how they rank, as {@code 50:/bin/nano}
   * @param executable whether the program is there
   */
  public record Found(
      Optional<String> tool,
      Optional<String> link,
      boolean auto,
      Optional<String> value,
      Set<String> ranks,
      boolean executable) {

    /** Returns how a program ranks, if it is known. */
    Optional<Integer> rank(String path) {
      return ranks.stream()
          .filter(one -> one.substring(one.indexOf(':') + 1).equals(path))
          .map(one -> Integer.valueOf(one.substring(0, one.indexOf(':'))))
          .findFirst();
    }
  }

  /** Debian's command answers {@code --query}; chkconfig's only {@code --display}, in English. */
  @Override
  public Probe<Found> probe(Args want) {
    return Probe.of(
        Found.class,
        sh(
            """
            name={}; tool=
            if [ -x {} ]; then emit executable yes; else emit executable no; fi
            for one in update-alternatives alternatives; do
              [ -n "$tool" ] || ! command -v "$one" >/dev/null || tool=$one
            done
            emit tool "$tool"
            [ -n "$tool" ] || { emit auto no; exit 0; }
            if all=$($tool --query "$name" 2>/dev/null); then
              printf '%s\\n' "$all" | awk -F': ' '
                $1 == "Link" { print "link=" $2 } $1 == "Value" { print "value=" $2 }
                $1 == "Status" && $2 == "auto" { print "auto=yes" } $1 == "Status" && $2 != "auto" { print "auto=no" }
                $1 == "Alternative" { at = $2 } $1 == "Priority" { print "ranks=" $2 ":" at }'
            elif all=$($tool --display "$name" 2>/dev/null) && [ -n "$all" ]; then
              emit link "$(sed -n 2p "/var/lib/alternatives/$name" 2>/dev/null)"
              printf '%s\\n' "$all" | awk '
                / - status is auto/ { auto = "yes" }
                / link currently points to / { print "value=" $NF }
                / - (family .* )?priority / { print "ranks=" $NF ":" $1 }
                END { print "auto=" (auto ? auto : "no") }'
            else emit auto yes
            fi\
            """,
            want.name(), want.path().orElse("/")));
  }

  @Override
  public Plan plan(Args want, Found found) {
    Plan.Builder plan = Plan.builder();
    if (found.tool().isEmpty()) {
      return Plan.blocked("this host has no update-alternatives", "install the package for it");
    }
    String tool = found.tool().get();
    String name = want.name();
    Optional<Integer> ranks = want.path().flatMap(found::rank);
    if (want.state() == State.ABSENT) {
      if (ranks.isPresent()) {
        Script drop = sh("{} --remove {} {}", tool, name, want.path().orElseThrow());
        plan.change(want.path().get(), "priority " + ranks.get(), "absent", drop);
      }
      return plan.build();
    }
    if (want.path().isPresent()) install(plan, want, found, ranks);
    if (want.state() == State.SELECTED) {
      if (!found.value().equals(want.path())) {
        Script choose = sh("{} --set {} {}", tool, name, want.path().orElseThrow());
        plan.change(name, found.value().orElse("none"), want.path().get(), choose);
      }
    } else if (want.state() == State.AUTO) {
      plan.set(
          "choice",
          found.auto() ? "auto" : "manual",
          Optional.of("auto"),
          to -> sh("{} --auto {}", tool, name));
    }
    return plan.build();
  }

  private static void install(Plan.Builder plan, Args want, Found found, Optional<Integer> ranks) {
    int priority = want.priority().orElse(ranks.orElse(50));
    if (ranks.filter(is -> is == priority).isPresent()) return;
    String path = want.path().orElseThrow();
    Optional<String> link = want.link().or(found::link);
    if (!found.executable()) {
      plan.block("there is no program `" + path + "` on this host", "install it first");
    }
    if (link.isEmpty()) {
      plan.block("`" + want.name() + "` is not known on this host", "give it a `link`");
    }
    List<String> words = new ArrayList<>(List.of("--install", link.orElse("/"), want.name(), path));
    words.add(String.valueOf(priority));
    plan.change(
        path,
        ranks.map(is -> "priority " + is).orElse("absent"),
        "priority " + priority,
        sh("{} {}", found.tool().orElseThrow(), words));
  }
}
