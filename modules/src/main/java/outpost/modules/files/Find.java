package outpost.modules.files;

import static outpost.api.Script.sh;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;

/**
 * Lists files, as Ansible's does, in the order of their paths. What files hold is looked at by
 * {@code grep -P} on the host.
 */
@Doc("Finds files by their names, ages, sizes and contents; they are registered as `files`.")
public final class Find implements Module<Find.Args, Find.Found> {

  /** What a task asks for. */
  public record Args(
      @Arg(
              value = "The directories to look in, from the root.",
              alias = {"path", "name"})
          List<String> paths,
      @Arg(
              value = "Patterns of names, one of which must fit.",
              def = "[]",
              alias = {"pattern"})
          List<String> patterns,
      @Arg(
              value = "Patterns of names, none of which may fit.",
              def = "[]",
              alias = {"exclude"})
          List<String> excludes,
      @Arg(
              value = "Whether patterns are Python expressions that fit from a name's beginning.",
              def = "false")
          boolean useRegex,
      @Arg(value = "What is looked for.", def = "file") FindFilter.Type fileType,
      @Arg(value = "Whether to look in the directories below too.", def = "false") boolean recurse,
      @Arg("How many directories deep, where `recurse` is on.") Optional<Integer> depth,
      @Arg(value = "Whether names that begin with a dot count.", def = "false") boolean hidden,
      @Arg(value = "Whether to go through links to directories.", def = "false") boolean follow,
      @Arg("As old as this or older, such as `2d`; with a minus as young or younger.")
          Optional<String> age,
      @Arg(value = "The time that the age is of.", def = "mtime") FindFilter.Stamp ageStamp,
      @Arg("As large as this or larger, such as `10m`; with a minus as small or smaller.")
          Optional<String> size,
      @Arg("The expression that fits a line of the file from its beginning.")
          Optional<String> contains,
      @Arg(value = "Whether `contains` is looked for in the file as a whole.", def = "false")
          boolean readWholeFile,
      @Arg(value = "Whether the SHA-1 of what files hold is worked out.", def = "false")
          boolean getChecksum) {
    public Args {
      paths = paths.stream().map(path -> Paths.plain("paths", path)).toList();
      if (paths.isEmpty()) throw new BadArg("paths", "no path to look in", "name a directory");
      contains.ifPresent(text -> PythonPattern.of("contains", text));
      if (contains.isPresent() && fileType != FindFilter.Type.FILE) {
        throw new BadArg("contains", "`contains` is about files", "drop `file_type`");
      }
      if (readWholeFile && contains.isEmpty()) {
        throw new BadArg("readWholeFile", "`read_whole_file` is for `contains`", "drop it");
      }
      if (depth.isPresent() && (!recurse || depth.get() < 1)) {
        throw new BadArg(
            "depth", "`depth` counts from 1, and is for `recurse`", "add `recurse: true`");
      }
      FindFilter.of(patterns, excludes, useRegex, fileType, hidden, age, ageStamp, size);
    }

    FindFilter filter() {
      return FindFilter.of(patterns, excludes, useRegex, fileType, hidden, age, ageStamp, size);
    }
  }

  /**
   * What is on the host.
   *
   * @param now its time, in seconds
   * @param blind whether grep does not know the expressions that are needed
   * @param tree what each path holds, by its place in the list
   */
  public record Found(long now, Optional<Boolean> blind, Map<String, Tree> tree) {}

  /**
   * What a path holds.
   *
   * @param missing whether it is no directory
   * @param files what stat(1) says of each
   * @param errors what could not be looked at
   * @param holding the paths of files that hold what is looked for
   * @param sums checksums and paths of files
   */
  public record Tree(
      Optional<Boolean> missing,
      Optional<byte[]> files,
      Optional<byte[]> errors,
      Optional<byte[]> holding,
      Optional<byte[]> sums) {}

  @Override
  public Probe<Found> probe(Args want) {
    Script ask = sh("emit now \"$(date +%s)\"");
    if (want.contains().isPresent()) {
      ask = ask.then(sh("echo x | grep -qzP x 2>/dev/null || emit blind yes"));
    }
    for (int i = 0; i < want.paths().size(); i++) {
      ask = ask.then(look(want, want.paths().get(i), "tree." + i));
    }
    return Probe.of(Found.class, ask);
  }

  private static Script look(Args want, String path, String key) {
    List<String> walk = new ArrayList<>(List.of(want.follow() ? "-L" : "-H", path));
    walk.addAll(List.of("-mindepth", "1"));
    Optional<Integer> deep = want.recurse() ? want.depth() : Optional.of(1);
    deep.ifPresent(most -> walk.addAll(List.of("-maxdepth", String.valueOf(most))));
    // what find and stat complain of is told under a key of its own
    Script script =
        sh(
            """
            if ! [ -d {} ]; then emit {} yes; fi
            { errors=$({ find {} -exec stat -c {} -- {} + | blob {} >&4; } 2>&1); } 4>&1
            printf %s "$errors" | blob {}\
            """,
            path, key + ".missing", walk, FindFilter.LINE, "{}", key + ".files", key + ".errors");
    List<String> files = new ArrayList<>(walk);
    files.addAll(List.of("-type", "f"));
    files.addAll(want.filter().names());
    if (want.contains().isPresent()) {
      String whole = "(?:" + want.contains().get() + ")";
      script =
          script.then(
              sh(
                  "find {} -exec grep -lZsaP{} -e {} -- {} + 2>/dev/null | blob {}",
                  files,
                  want.readWholeFile() ? "z" : "",
                  want.readWholeFile() ? whole : "^" + whole,
                  "{}",
                  key + ".holding"));
    }
    if (want.getChecksum()) {
      script =
          script.then(
              sh(
                  """
                  find {} -exec sh -c 'for f; do
                    s=$(sha1sum <"$f") && printf "%s|%s//\\n" "${s%% *}" "$f"
                  done' sh {} + 2>/dev/null | blob {}\
                  """,
                  files, "{}", key + ".sums"));
    }
    return script;
  }

  @Override
  public Plan plan(Args want, Found found) {
    if (found.blind().isPresent()) {
      return Plan.blocked(
          "this host's grep does not know `-P`, which `contains` needs",
          "install GNU grep, or look at the files by `command`");
    }
    Plan.Builder plan = Plan.builder();
    List<Map<String, Object>> files = new ArrayList<>();
    Map<String, Object> skipped = new LinkedHashMap<>();
    int examined = 0;
    for (int i = 0; i < want.paths().size(); i++) {
      Tree tree = found.tree().get(String.valueOf(i));
      String path = want.paths().get(i);
      if (tree == null || tree.missing().isPresent()) {
        skipped.put(path, "'" + path + "' is not a directory");
        continue;
      }
      tree.errors()
          .map(Encoding.UTF_8::text)
          .filter(text -> !text.isBlank())
          .ifPresent(text -> skipped.put(path, text.strip()));
      FindList list = FindList.of(tree);
      examined += list.size();
      files.addAll(list.fitting(want.filter(), found.now(), want.contains().isPresent()));
    }
    skipped.forEach((path, why) -> plan.note("skipped `" + path + "`: " + why));
    return plan.result("files", files)
        .result("matched", files.size())
        .result("examined", examined)
        .result("skipped_paths", skipped)
        .result(
            "msg",
            skipped.isEmpty()
                ? "All paths examined"
                : "Not all paths examined, check warnings for details")
        .build();
  }
}
