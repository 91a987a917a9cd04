package outpost.modules.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Script;
import outpost.api.Words;

/** What rsync keeps, compares and leaves out. */
public record SyncOptions(
    @Arg(
            value =
                "Whether all is kept that `recursive`, `links`, `perms`, `times`, `owner` and"
                    + " `group` speak of; each of these may say otherwise.",
            def = "true")
        boolean archive,
    @Arg("Whether directories go with what is in them; as `archive` by default.")
        Optional<Boolean> recursive,
    @Arg("Whether links are copied as links; as `archive` by default.") Optional<Boolean> links,
    @Arg("Whether permissions are kept; as `archive` by default.") Optional<Boolean> perms,
    @Arg("Whether times of changes are kept; as `archive` by default.") Optional<Boolean> times,
    @Arg("Whether owners are kept, which only root can do; as `archive` by default.")
        Optional<Boolean> owner,
    @Arg("Whether groups are kept; as `archive` by default.") Optional<Boolean> group,
    @Arg(value = "Whether directories go without what is in them.", def = "false") boolean dirs,
    @Arg(value = "Whether links stand for what they point to.", def = "false") boolean copyLinks,
    @Arg(value = "Whether what the source has not goes from the destination.", def = "false")
        boolean delete,
    @Arg(value = "Whether only what the destination has already is brought up to date.", def = "no")
        boolean existingOnly,
    @Arg(value = "Whether bytes are compared; size and time are otherwise.", def = "false")
        boolean checksum,
    @Arg(value = "Whether bytes are compressed on the way.", def = "true") boolean compress,
    @Arg(value = "Whether what came of a file is kept when the connection breaks.", def = "false")
        boolean partial,
    @Arg(value = "Whether new files take their places at the end, all at once.", def = "true")
        boolean delayUpdates,
    @Arg(
            value = "Directories at the destination; what is the same there is linked, not copied.",
            def = "[]")
        List<String> linkDest,
    @Arg(value = "After how many seconds of silence rsync gives up; 0 for never.", def = "0")
        int rsyncTimeout,
    @Arg(
            "What runs as rsync on the host, if not `rsync`: a program and words behind it, such as"
                + " `sudo rsync`; no shell reads them.")
        Optional<String> rsyncPath,
    @Arg(value = "Further options of rsync, such as `--exclude=*.tmp`.", def = "[]")
        List<String> rsyncOpts) {

  public SyncOptions {
    for (String option : rsyncOpts) {
      if (!option.startsWith("-")) {
        throw new BadArg(
            "rsyncOpts", "`" + option + "` is no option", "write it in one, as --exclude=*.tmp");
      }
      if (option.matches("(?s)-[a-zA-Z]*e.*|--rsh(=.*)?|--rsync-path(=.*)?|--daemon|--server")) {
        throw new BadArg(
            "rsyncOpts",
            "`" + option + "` is about the connection, which is the engine's",
            "drop it; say in the inventory how the host is reached");
      }
    }
    if (rsyncTimeout < 0)
      throw new BadArg("rsyncTimeout", "that is in the past", "write 0 or more");
    for (String folder : linkDest) Paths.absolute("linkDest", folder);
    if (rsyncPath.isPresent() && Words.of(rsyncPath.get()).filter(w -> !w.isEmpty()).isEmpty()) {
      throw new BadArg(
          "rsyncPath",
          "`rsync_path` is no program with words behind it",
          "name a program, and close each quotation mark");
    }
  }

  /** Returns what runs as rsync on the host: a program, and words behind it. */
  List<String> program() {
    return rsyncPath.flatMap(Words::of).orElse(List.of("rsync"));
  }

  /** Returns the options that come of these. */
  List<String> words() {
    List<String> words = new ArrayList<>(List.of("-F", "-s"));
    add(words, delayUpdates, "--delay-updates");
    add(words, compress, "--compress");
    add(words, rsyncTimeout > 0, "--timeout=" + rsyncTimeout);
    add(words, delete, "--delete-after");
    add(words, existingOnly, "--existing");
    add(words, checksum, "--checksum");
    add(words, copyLinks, "--copy-links");
    add(words, archive, "--archive");
    part(words, recursive, "recursive");
    part(words, links, "links");
    part(words, perms, "perms");
    part(words, times, "times");
    part(words, owner, "owner");
    part(words, group, "group");
    add(words, dirs, "--dirs");
    add(words, partial, "--partial");
    add(words, !linkDest.isEmpty(), "--hard-links");
    linkDest.forEach(folder -> words.add("--link-dest=" + folder));
    if (rsyncPath.isPresent()) {
      // the host's shell reads what rsync has run there
      String quoted = program().stream().map(Script::quote).collect(Collectors.joining(" "));
      words.add("--rsync-path=" + quoted);
    }
    words.addAll(rsyncOpts);
    return words;
  }

  private static void add(List<String> words, boolean wanted, String option) {
    if (wanted) words.add(option);
  }

  private void part(List<String> words, Optional<Boolean> wanted, String option) {
    wanted
        .filter(yes -> yes != archive)
        .ifPresent(yes -> words.add((yes ? "--" : "--no-") + option));
  }
}
