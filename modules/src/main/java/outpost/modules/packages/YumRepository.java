package outpost.modules.packages;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Shared;
import outpost.modules.files.Attributes;
import outpost.modules.files.FileEdit;
import outpost.modules.files.Revision;
import outpost.modules.files.Safeguards;
import outpost.modules.files.Target;

/**
 * Keeps a repository of RPM packages in a file of dnf's. Other than Ansible's it leaves sections of
 * other repositories in that file as they are, with their comments.
 */
@Doc("Sets up repositories that dnf takes RPM packages from, and removes them.")
public final class YumRepository implements Module<YumRepository.Args, YumRepository.Found> {

  /** What a task asks for. */
  public record Args(
      @Arg("The repository's name; with spaces and brackets it would be none.") String name,
      @Arg("What people call it; needed where it is to be there.") Optional<String> description,
      @Arg(value = "URLs of it.", def = "[]") List<String> baseurl,
      @Arg("A URL that lists its mirrors, with checksums.") Optional<String> metalink,
      @Arg("A URL that lists its mirrors.") Optional<String> mirrorlist,
      @Arg("Whether dnf uses it.") Optional<Boolean> enabled,
      @Arg("Whether signatures of packages are verified.") Optional<Boolean> gpgcheck,
      @Arg(value = "URLs of the keys that they are signed with.", def = "[]") List<String> gpgkey,
      @Arg("The file's name without `.repo`; the repository's if nobody says.")
          Optional<String> file,
      @Arg(value = "The folder of such files.", def = "/etc/yum.repos.d") String reposdir,
      @Arg(value = "Whether it is set up.", def = "present") State state,
      @Shared RepoOptions options,
      @Shared Attributes attributes,
      @Shared Safeguards safeguards) {
    public Args {
      if (!name.matches("[^\\s\\p{Cntrl}\\[\\]/]+")) {
        throw new BadArg("name", "`" + name + "` is no repository's name", "use one word");
      }
      if (file.filter(f -> f.contains("/") || f.isBlank()).isPresent()) {
        throw new BadArg("file", "`" + file.get() + "` is no file's name", "leave out its folder");
      }
      if (state == State.PRESENT) {
        if (description.isEmpty()) {
          throw new BadArg("description", "`" + name + "` has no `description`", "add one");
        }
        if (baseurl.isEmpty() && metalink.isEmpty() && mirrorlist.isEmpty()) {
          throw new BadArg(
              "baseurl",
              "nothing says where `" + name + "` is",
              "add `baseurl`, `metalink` or `mirrorlist`");
        }
      }
      FileEdit.of("reposdir", reposdir);
    }

    private String path() {
      return reposdir.replaceFirst("/+$", "") + "/" + file.orElse(name) + ".repo";
    }

    private FileEdit edit() {
      return FileEdit.of("file", path()).with(attributes, safeguards);
    }

    private Map<String, String> settings() {
      Map<String, String> settings = new TreeMap<>(options.settings());
      settings.put("name", description.orElseThrow());
      if (!baseurl.isEmpty()) settings.put("baseurl", String.join("\n", baseurl));
      metalink.ifPresent(url -> settings.put("metalink", url));
      mirrorlist.ifPresent(url -> settings.put("mirrorlist", url));
      enabled.ifPresent(yes -> settings.put("enabled", RepoOptions.written(yes)));
      gpgcheck.ifPresent(yes -> settings.put("gpgcheck", RepoOptions.written(yes)));
      if (!gpgkey.isEmpty()) settings.put("gpgkey", String.join("\n", gpgkey));
      return settings;
    }
  }

  /** Whether a repository is set up. */
  public enum State {
    PRESENT,
    ABSENT
  }

  /** What is on the host. */
  public record Found(Target file) {}

  @Override
  public Probe<Found> probe(Args want) {
    return want.edit().probe(Found.class, "file");
  }

  @Override
  public Plan plan(Args want, Found found) {
    boolean absent = want.state() == State.ABSENT;
    Plan.Builder plan =
        Plan.builder().result("repo", want.name()).result("state", absent ? "absent" : "present");
    Target target = found.file();
    RepoFile file = RepoFile.of(target.text());
    Optional<Map<String, String>> is = file.settings(want.name());
    if (absent) {
      if (is.isEmpty()) return plan.build();
      RepoFile rest = file.without(want.name());
      if (rest.isEmpty()) {
        want.edit().remove(target, "repository " + want.name(), "present", plan);
      } else {
        hold(want, target, rest, "present", "absent", plan);
      }
      return plan.build();
    }
    Map<String, String> settings = want.settings();
    settings.forEach(
        (key, value) -> {
          boolean list = key.equals("baseurl") || key.equals("gpgkey");
          if (value.contains("\r") || (!list && value.contains("\n"))) {
            plan.block("`" + key + "` has a line break in it", "write it in one line");
          }
        });
    if (is.equals(Optional.of(settings))) {
      want.edit().keep(target, plan);
    } else {
      String was = is.map(old -> "other settings").orElse("absent");
      hold(want, target, file.with(want.name(), settings), was, "present", plan);
    }
    return plan.build();
  }

  private static void hold(
      Args want, Target target, RepoFile file, String from, String to, Plan.Builder plan) {
    Revision revision =
        Revision.of(target.encoding().bytes(file.text()))
            .told("repository " + want.name(), from, to)
            .hidden(want.options().secret());
    want.edit().hold(target, revision, plan);
  }
}
