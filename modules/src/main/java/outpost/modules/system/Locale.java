package outpost.modules.system;

import static outpost.api.Script.sh;

import java.util.LinkedHashMap;
import java.util.Map;
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

/**
 * Sets the locale that a host's services and logins have by default. Ansible has no module for it;
 * which locales a Debian-like host has is said by {@link LocaleGen}.
 */
@Doc("Sets the locale that a host's services and logins have, from their next start.")
public final class Locale implements Module<Locale.Args, Locale.Found> {
  private static final Pattern CATEGORY = Pattern.compile("LC_[A-Z]+");

  /** What a task asks for. */
  public record Args(
      @Arg(value = "The locale, `LANG`, such as `de_DE.UTF-8`.", alias = "name")
          Optional<String> lang,
      @Arg("The languages of messages, `LANGUAGE`, the best first: `de:en`.")
          Optional<String> language,
      @Arg(value = "Locales of single categories, such as `LC_TIME: en_GB.UTF-8`.", def = "{}")
          Map<String, String> categories) {
    public Args {
      if (lang.isEmpty() && language.isEmpty() && categories.isEmpty()) {
        throw new BadArg("lang", "no locale is named", "such as `lang: de_DE.UTF-8`");
      }
      lang.ifPresent(LocaleName::new);
      if (language.filter(text -> !text.matches("[A-Za-z0-9_.:@-]+")).isPresent()) {
        throw new BadArg("language", "`" + language.get() + "` is no language", "such as de:en");
      }
      for (String category : categories.keySet()) {
        if (!CATEGORY.matcher(category).matches()) {
          throw new BadArg("categories", "`" + category + "` is no category", "such as LC_TIME");
        }
      }
      categories.values().forEach(LocaleName::new);
    }

    /** Returns the variables in the order in which they are written. */
    Map<String, String> variables() {
      Map<String, String> all = new LinkedHashMap<>();
      lang.ifPresent(name -> all.put("LANG", name));
      language.ifPresent(names -> all.put("LANGUAGE", names));
      all.putAll(categories);
      return all;
    }
  }

  /**
   * What is on the host.
   *
   * @param debian whether it reads Debian's file
   * @param available the locales that it has
   */
  public record Found(
      boolean debian, Set<String> available, Target systemdFile, Target debianFile) {}

  private static FileEdit file(boolean debian) {
    return FileEdit.of("lang", debian ? "/etc/default/locale" : "/etc/locale.conf");
  }

  @Override
  public Probe<Found> probe(Args want) {
    return Probe.of(
        Found.class,
        sh("""
        if [ -e /etc/debian_version ]; then emit debian yes; else emit debian no; fi
        emit available "$(locale -a | tr '\\n' ' ')\"\
        """)
            .then(file(false).question("systemdFile"))
            .then(file(true).question("debianFile")));
  }

  @Override
  public Plan plan(Args want, Found found) {
    Plan.Builder plan = Plan.builder();
    FileEdit edit = file(found.debian());
    Target target = found.debian() ? found.debianFile() : found.systemdFile();
    Assignments file = Assignments.of(target.text());
    Assignments wanted = file;
    Map<String, String> from = new LinkedHashMap<>();
    for (Map.Entry<String, String> one : want.variables().entrySet()) {
      String name = one.getKey();
      boolean languages = name.equals("LANGUAGE");
      if (!languages && !new LocaleName(one.getValue()).isAmong(found.available())) {
        plan.block(
            "this host has no locale `" + one.getValue() + "`",
            found.debian()
                ? "make it with the module locale_gen first"
                : "install its package first, such as glibc-langpack-de");
      }
      from.put(name, file.value(name).orElse("-"));
      if (!file.value(name).equals(Optional.of(one.getValue()))) {
        wanted = wanted.with(name, name + "=" + one.getValue());
      }
    }
    if (wanted.equals(file)) {
      edit.keep(target, plan);
    } else {
      Revision revision = Revision.of(target.encoding().bytes(wanted.text()));
      edit.hold(target, revision.told("locale", shown(from), shown(want.variables())), plan);
    }
    return plan.build();
  }

  private static String shown(Map<String, String> variables) {
    return variables.entrySet().stream()
        .map(one -> one.getKey() + "=" + one.getValue())
        .collect(Collectors.joining(" "));
  }
}
