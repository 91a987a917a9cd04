package outpost.modules.users;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;
import outpost.modules.files.Attributes;
import outpost.modules.files.FileEdit;
import outpost.modules.files.Revision;
import outpost.modules.files.Safeguards;
import outpost.modules.files.Target;

/**
 * Lets users or groups run commands as others, by files of sudo's.
 *
 * <p>Other than Ansible: names of files that sudo does not read are refused.
 */
@Doc("Lets a user or a group run commands as somebody else, by a file in /etc/sudoers.d.")
public final class Sudoers implements Module<Sudoers.Args, Sudoers.Found> {

  /** What a task asks for. */
  public record Args(
      @Arg("The file in `sudoers_path`.") String name,
      @Arg(value = "Whether it is there.", def = "present") State state,
      @Arg("The user who may run the commands.") Optional<String> user,
      @Arg("The group whose users may run the commands.") Optional<String> group,
      @Arg("The commands, each as sudoers(5) writes it; `ALL` for every command.")
          Optional<List<String>> commands,
      @Arg(value = "The hosts on which the rule holds.", def = "ALL") String host,
      @Arg("As whom the commands may be run; by default as root.") Optional<String> runas,
      @Arg(value = "Whether no password is asked for.", def = "true") boolean nopassword,
      @Arg(value = "Whether the commands may not run others.", def = "false") boolean noexec,
      @Arg(value = "Whether the environment may be taken along.", def = "false") boolean setenv,
      @Arg(value = "The directory of the file.", def = "/etc/sudoers.d") String sudoersPath,
      @Arg(
              value =
                  "Whether visudo has to find the file right before it counts: always (`required`),"
                      + " where there is visudo (`detect`), or never (`absent`).",
              def = "detect")
          Validation validation) {
    public Args {
      if (!name.matches("[^/\\s.~][^/\\n.~]*")) {
        throw new BadArg(
            "name",
            "sudo does not read a file named `" + name + "`",
            "leave out dots, slashes and `~`");
      }
      FileEdit.of("sudoersPath", sudoersPath);
      if (state == State.PRESENT) {
        if (commands.filter(all -> !all.isEmpty()).isEmpty()) {
          throw new BadArg("commands", "no command is named", "name them, or `ALL`");
        }
        if (user.isPresent() == group.isPresent()) {
          throw new BadArg("user", "it says not who", "name a `user` or a `group`");
        }
      }
      Stream.of(user, group, runas, Optional.of(host))
          .flatMap(Optional::stream)
          .forEach(text -> line("user", text));
      commands.ifPresent(all -> all.forEach(command -> line("commands", command)));
    }

    private static void line(String arg, String text) {
      if (text.isBlank() || text.contains("\n")) {
        throw new BadArg(arg, "`" + text + "` is no one line of text", "a rule is one line");
      }
    }

    String rule() {
      return "%s %s=%s%s%s%s %s\n"
          .formatted(
              user.orElseGet(() -> "%" + group.orElseThrow()),
              host,
              runas.map(who -> "(" + who + ")").orElse(""),
              noexec ? "NOEXEC:" : "",
              nopassword ? "NOPASSWD:" : "",
              setenv ? "SETENV:" : "",
              String.join(", ", commands.orElseThrow()));
    }

    FileEdit edit(boolean visudo) {
      Optional<String> mode = Optional.of("0440");
      Optional<String> validate =
          validation == Validation.ABSENT || !visudo
              ? Optional.empty()
              : Optional.of("visudo -cf %s");
      return FileEdit.of("sudoersPath", sudoersPath + "/" + name)
          .with(
              Attributes.of(mode, Optional.empty(), Optional.empty()),
              new Safeguards(false, validate, false));
    }
  }

  /** Whether it is there. */
  public enum State {
    PRESENT,
    ABSENT
  }

  /** Whether visudo looks at it. */
  public enum Validation {
    ABSENT,
    DETECT,
    REQUIRED
  }

  /** What there is. */
  public record Found(boolean visudo, Target file) {}

  @Override
  public Probe<Found> probe(Args want) {
    return Probe.of(
        Found.class,
        Script.raw("if command -v visudo >/dev/null; then emit visudo yes; else emit visudo no; fi")
            .then(want.edit(false).question("file")));
  }

  @Override
  public Plan plan(Args want, Found found) {
    Plan.Builder plan = Plan.builder();
    FileEdit edit = want.edit(found.visudo());
    if (want.state() == State.ABSENT) {
      edit.remove(found.file(), "rule " + want.name(), shown(found.file()), plan);
      return plan.build();
    }
    if (want.validation() == Validation.REQUIRED && !found.visudo()) {
      plan.block("this host has no visudo", "install sudo, or use `validation: detect`");
    }
    Revision rule =
        Revision.of(want.rule())
            .told("rule " + want.name(), shown(found.file()), want.rule().strip());
    edit.hold(found.file(), rule, plan);
    return plan.build();
  }

  private static String shown(Target file) {
    if (!file.exists()) return "absent";
    String text = file.text().strip();
    return text.contains("\n") || text.isEmpty() ? "another one" : text;
  }
}
