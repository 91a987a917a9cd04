package outpost.modules.packages;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import outpost.api.Arg;
import outpost.api.BadArg;

/** Arguments of dnf's modules about where packages come from and go to. */
public record DnfSources(
    @Arg(value = "Repositories to use although they are disabled.", def = "[]")
        List<String> enablerepo,
    @Arg(value = "Repositories not to use.", def = "[]") List<String> disablerepo,
    @Arg(value = "Packages that no transaction may touch.", def = "[]") List<String> exclude,
    @Arg("Excludes of dnf's settings that do not count: `all`, `main`, or a repository.")
        Optional<String> disableExcludes,
    @Arg(value = "Plugins of dnf to use although they are disabled.", def = "[]")
        List<String> enablePlugin,
    @Arg(value = "Plugins of dnf not to use.", def = "[]") List<String> disablePlugin,
    @Arg("The file of dnf's settings.") Optional<String> confFile,
    @Arg("The release of the distribution to take packages of.") Optional<String> releasever,
    @Arg(value = "The folder that is the root of the packages' file system.", def = "/")
        String installroot,
    @Arg(value = "Whether repositories are looked at only as they were last fetched.", def = "no")
        boolean cacheonly,
    @Arg(
            value = "Whether repositories' metadata is fetched anew first.",
            def = "no",
            alias = "expire-cache")
        boolean updateCache,
    @Arg(value = "Whether certificates of repositories are verified.", def = "yes")
        boolean sslverify,
    @Arg(value = "As `sslverify`: one `no` is enough.", def = "yes") boolean validateCerts,
    @Arg(
            value = "For how many seconds to wait while another process has packages locked.",
            def = "30")
        int lockTimeout) {

  /** What no task says. */
  static final DnfSources NONE =
      new DnfSources(
          List.of(),
          List.of(),
          List.of(),
          Optional.empty(),
          List.of(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          "/",
          false,
          false,
          true,
          true,
          30);

  public DnfSources {
    if (!installroot.startsWith("/")) {
      throw new BadArg("installroot", "`" + installroot + "` is no absolute path", "begin with /");
    }
    if (cacheonly && updateCache) {
      throw new BadArg("cacheonly", "`cacheonly` does not go with `update_cache`", "drop one");
    }
  }

  List<String> options() {
    List<String> options = new ArrayList<>();
    confFile.ifPresent(file -> options.add("--config=" + file));
    enablerepo.forEach(repo -> options.add("--enablerepo=" + repo));
    disablerepo.forEach(repo -> options.add("--disablerepo=" + repo));
    exclude.forEach(name -> options.add("--exclude=" + name));
    disableExcludes.ifPresent(what -> options.add("--setopt=disable_excludes=" + what));
    enablePlugin.forEach(name -> options.add("--enableplugin=" + name));
    disablePlugin.forEach(name -> options.add("--disableplugin=" + name));
    releasever.ifPresent(release -> options.add("--releasever=" + release));
    if (!installroot.equals("/")) options.add("--installroot=" + installroot);
    if (cacheonly) options.add("--cacheonly");
    if (updateCache) options.add("--refresh");
    if (!sslverify || !validateCerts) options.add("--setopt=sslverify=False");
    return options;
  }
}
