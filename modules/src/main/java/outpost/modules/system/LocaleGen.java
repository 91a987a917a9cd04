package outpost.modules.system;

import static outpost.api.Script.sh;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.modules.files.FileEdit;
import outpost.modules.files.Revision;
import outpost.modules.files.Target;

/** Makes locales of a Debian-like host; elsewhere they come in packages. */
@Doc("Makes locales on Debian-like hosts, by `/etc/locale.gen` and locale-gen.")
public final class LocaleGen implements Module<LocaleGen.Args, LocaleGen.Found> {
  private static final String FILE = "/etc/locale.gen";

  /** What a task asks for. */
  public record Args(
      @Arg("The locales, such as `de_DE.UTF-8`.") List<String> name,
      @Arg(value = "Whether the host has them.", def = "present") State state) {
    public Args {
      if (name.isEmpty()) throw new BadArg("name", "no locale is named", "such as de_DE.UTF-8");
      name.forEach(LocaleName::new);
    }

    List<LocaleName> locales() {
      return name.stream().map(LocaleName::new).toList();
    }
  }

  /** Whether the host has them. */
  public enum State {
    PRESENT,
    ABSENT
  }

  /**
   * What is on the host.
   *
   * @param tool whether locale-gen is there
   * @param available the locales that it has
   */
  public record Found(boolean tool, Set<String> available, Target file) {}

  private static FileEdit file() {
    return FileEdit.of("name", FILE);
  }

  @Override
  public Probe<Found> probe(Args want) {
    return Probe.of(
        Found.class,
        sh("""
        if command -v locale-gen >/dev/null; then emit tool yes; else emit tool no; fi
        emit available "$(locale -a | tr '\\n' ' ')\"\
        """)
            .then(file().question("file")));
  }

  @Override
  public Plan plan(Args want, Found found) {
    Plan.Builder plan = Plan.builder();
    if (!found.tool() || !found.file().exists()) {
      return plan.block(
              "this host makes no locales by " + FILE,
              "on Debian-like hosts install the package locales",
              "on RHEL-like ones the package glibc-langpack-de brings those of German, and so on")
          .build();
    }
    boolean there = want.state() == State.PRESENT;
    List<String> lines = new ArrayList<>(found.file().text().lines().toList());
    List<String> missing = new ArrayList<>();
    for (LocaleName locale : want.locales()) {
      Pattern line = Pattern.compile("#?\\s*(" + Pattern.quote(locale.written()) + "\\s+\\S+)\\s*");
      if (lines.stream().noneMatch(text -> line.matcher(text).matches())) {
        missing.add(locale.written());
      }
      lines.replaceAll(
          text -> {
            var match = line.matcher(text);
            if (!match.matches() || text.startsWith("#") != there) return text;
            return there ? match.group(1) : "# " + text;
          });
    }
    if (there && !missing.isEmpty()) {
      plan.block(
          "there is no locale `" + missing.get(0) + "` in " + FILE,
          "write it as it stands there, such as de_DE.UTF-8");
    }
    String names = want.name().stream().collect(Collectors.joining(", "));
    String text = lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    boolean edited = !lines.equals(found.file().text().lines().toList());
    if (edited) {
      Revision revision = Revision.of(found.file().encoding().bytes(text));
      String from = there ? "no" : "yes";
      file()
          .hold(
              found.file(), revision.told(names + " in " + FILE, from, there ? "yes" : "no"), plan);
    }
    boolean done =
        want.locales().stream().allMatch(locale -> locale.isAmong(found.available()) == there);
    plan.set(
        names + " made", done == there, Optional.of(there), yes -> sh("locale-gen >/dev/null"));
    return plan.result("name", want.name()).build();
  }
}
