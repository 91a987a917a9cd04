package outpost.modules.packages;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import outpost.api.Arg;
import outpost.api.BadArg;

/** Arguments of dnf's modules about how a transaction is found and made. */
public record DnfSolving(
    @Arg(value = "Whether packages without a valid signature are taken.", def = "no")
        boolean disableGpgCheck,
    @Arg(value = "Whether installed packages may be removed to solve conflicts.", def = "no")
        boolean allowerasing,
    @Arg("Whether an older version will do where the newest cannot be installed.")
        Optional<Boolean> nobest,
    @Arg("Whether it has to be the newest version; dnf's settings say when nobody does.")
        Optional<Boolean> best,
    @Arg(value = "Whether packages with broken dependencies are left out.", def = "no")
        boolean skipBroken,
    @Arg(value = "Whether packages that are only recommended come along.", def = "yes")
        boolean installWeakDeps,
    @Arg(value = "Whether `latest` only upgrades what fixes a security problem.", def = "no")
        boolean security,
    @Arg(value = "Whether `latest` only upgrades what fixes a bug.", def = "no") boolean bugfix,
    @Arg(value = "Whether a version that is named may replace a newer one.", def = "no")
        boolean allowDowngrade,
    @Arg(value = "Whether packages are only downloaded.", def = "no") boolean downloadOnly,
    @Arg("Where they are downloaded to; dnf's cache if nobody says.")
        Optional<String> downloadDir) {

  /** What no task says. */
  static final DnfSolving NONE =
      new DnfSolving(
          false,
          false,
          Optional.empty(),
          Optional.empty(),
          false,
          true,
          false,
          false,
          false,
          false,
          Optional.empty());

  public DnfSolving {
    if (best.isPresent() && nobest.isPresent()) {
      throw new BadArg("nobest", "`best` and `nobest` say the same", "drop one");
    }
    if (downloadDir.isPresent() && !downloadOnly) {
      throw new BadArg(
          "download_dir", "nothing is downloaded for `download_dir`", "add `download_only: yes`");
    }
    if (downloadDir.filter(folder -> folder.contains("=")).isPresent()) {
      // it takes a setting with two of these for none, and warns
      throw new BadArg(
          "download_dir", "dnf takes no folder with `=` in its name", "name another folder");
    }
  }

  List<String> options() {
    List<String> options = new ArrayList<>();
    if (disableGpgCheck) options.add("--nogpgcheck");
    if (allowerasing) options.add("--allowerasing");
    best.or(() -> nobest.map(no -> !no))
        .ifPresent(yes -> options.add("--setopt=best=" + (yes ? "True" : "False")));
    if (skipBroken) options.add("--skip-broken");
    if (!installWeakDeps) options.add("--setopt=install_weak_deps=False");
    if (security) options.add("--security");
    if (bugfix) options.add("--bugfix");
    if (downloadOnly) options.add("--downloadonly");
    downloadDir.ifPresent(folder -> options.add("--setopt=destdir=" + folder));
    return options;
  }
}
