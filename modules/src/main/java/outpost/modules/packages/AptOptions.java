package outpost.modules.packages;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import outpost.api.Arg;

/** Arguments of apt about how a transaction is found and made. */
public record AptOptions(
    @Arg(value = "The release to prefer, such as `bookworm-backports`.", alias = "default-release")
        Optional<String> defaultRelease,
    @Arg(
            value = "Whether recommended packages come along; apt's settings say if nobody does.",
            alias = "install-recommends")
        Optional<Boolean> installRecommends,
    @Arg(
            value =
                "Whether older versions, unsigned, held and essential packages are no hindrance.",
            def = "no")
        boolean force,
    @Arg(
            value = "Whether a version that is named may replace a newer one.",
            def = "no",
            alias = {"allow-downgrade", "allow_downgrades", "allow-downgrades"})
        boolean allowDowngrade,
    @Arg(
            value = "Whether packages without a valid signature are taken.",
            def = "no",
            alias = "allow-unauthenticated")
        boolean allowUnauthenticated,
    @Arg(value = "Whether packages on hold may change.", def = "no")
        boolean allowChangeHeldPackages,
    @Arg(value = "Whether a transaction that removes anything fails.", def = "no")
        boolean failOnAutoremove,
    @Arg(value = "Whether only packages that are there are upgraded.", def = "no")
        boolean onlyUpgrade,
    @Arg(value = "Options of dpkg, without their dashes.", def = "force-confdef,force-confold")
        String dpkgOptions,
    @Arg(
            value = "For how many seconds to wait while another process has packages locked.",
            def = "60")
        int lockTimeout,
    @Arg("What /usr/sbin/policy-rc.d answers meanwhile; with 101 no service is started.")
        Optional<Integer> policyRcD) {

  /** What no task says. */
  static final AptOptions NONE =
      new AptOptions(
          Optional.empty(),
          Optional.empty(),
          false,
          false,
          false,
          false,
          false,
          false,
          "force-confdef,force-confold",
          60,
          Optional.empty());

  List<String> options() {
    List<String> options = new ArrayList<>(List.of("-y", "-q"));
    defaultRelease.ifPresent(release -> options.addAll(List.of("-t", release)));
    installRecommends.ifPresent(yes -> set(options, "APT::Install-Recommends=" + yes));
    if (force || allowDowngrade) options.add("--allow-downgrades");
    if (force || allowUnauthenticated) options.add("--allow-unauthenticated");
    if (force || allowChangeHeldPackages) options.add("--allow-change-held-packages");
    if (force) options.add("--allow-remove-essential");
    if (failOnAutoremove) options.add("--no-remove");
    if (onlyUpgrade) options.add("--only-upgrade");
    Arrays.stream(dpkgOptions.split("\\s*,\\s*"))
        .filter(option -> !option.isEmpty())
        .forEach(option -> set(options, "Dpkg::Options::=--" + option));
    set(options, "DPkg::Lock::Timeout=" + lockTimeout);
    return options;
  }

  private static void set(List<String> options, String setting) {
    options.addAll(List.of("-o", setting));
  }
}
