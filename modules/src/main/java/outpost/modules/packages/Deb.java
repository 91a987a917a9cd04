package outpost.modules.packages;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import outpost.api.Plan;

/**
 * What apt-get says it would do, asked with {@code --simulate}.
 *
 * @param command the command of apt-get that it was asked about
 * @param names what for, one a line
 * @param status how apt-get ended
 * @param updated when the lists of packages were fetched, in seconds since 1970
 * @param stale whether they are to be fetched anew
 * @param cached how many files of packages there are that could be deleted
 */
record Deb(
    Optional<String> command,
    Optional<String> names,
    Optional<Integer> status,
    Optional<String> said,
    Optional<String> errors,
    Optional<Long> updated,
    Optional<Boolean> stale,
    Optional<Integer> cached) {
  private static final Pattern ITEM =
      Pattern.compile(
          "(Inst|Remv|Purg) (\\S+)(?: \\[([^\\]]+)\\])?(?: \\((\\S+) .*?\\[(\\S+)\\]\\).*)?");
  private static final Pattern UNKNOWN =
      Pattern.compile(
          "Unable to locate package (\\S+)|Package '?([^\\s']+)'? has no installation candidate"
              + "|Couldn't find any package by (?:glob|regex) '(\\S+)'");
  private static final Pattern VERSION =
      Pattern.compile("Version '(\\S+)' for '(\\S+)' was not found");

  List<String> words() {
    return names.map(lines -> lines.lines().toList()).orElse(List.of());
  }

  Transaction transaction() {
    Set<String> asked =
        Set.copyOf(
            words().stream().map(word -> word.replaceFirst("[=:/].*", "")).distinct().toList());
    List<Transaction.Item> items = new ArrayList<>();
    List<String> seen = new ArrayList<>();
    for (String line : said.orElse("").lines().toList()) {
      Matcher item = ITEM.matcher(line);
      if (!item.matches() || seen.contains(item.group(2) + item.group(1))) continue;
      seen.add(item.group(2) + item.group(1));
      String name = item.group(2);
      boolean comes = item.group(1).equals("Inst") && item.group(4) != null;
      Optional<String> old = comes ? Optional.ofNullable(item.group(3)) : Optional.empty();
      items.add(
          new Transaction.Item(
              !comes
                  ? Transaction.Kind.REMOVE
                  : old.isPresent() ? Transaction.Kind.UPGRADE : Transaction.Kind.INSTALL,
              asked.contains(name.replaceFirst(":.*", "")),
              name,
              comes ? item.group(5) : "",
              comes ? item.group(4) : Optional.ofNullable(item.group(3)).orElse("installed"),
              old));
    }
    return new Transaction(List.copyOf(items), List.of());
  }

  /** Refuses what apt-get could not find a way for. */
  void complaint(Plan.Builder plan) {
    if (status.orElse(0) == 0) return;
    String all = errors.orElse("");
    Matcher version = VERSION.matcher(all);
    if (version.find()) {
      plan.block(
          "the enabled repositories have no `%s` in version %s"
              .formatted(version.group(2), version.group(1)),
          "`apt-cache madison " + version.group(2) + "` tells which there are");
    }
    String unknown =
        UNKNOWN
            .matcher(all)
            .results()
            .map(m -> Stream.of(m.group(1), m.group(2), m.group(3)).filter(Objects::nonNull))
            .map(names -> "`" + names.findFirst().orElseThrow() + "`")
            .distinct()
            .collect(Collectors.joining(", "));
    if (!unknown.isEmpty()) {
      plan.block(
          "the enabled repositories have no " + unknown,
          "fetch the lists of packages with `update_cache: yes`, or enable a repository");
    }
    plan.block("apt-get found no way: " + reason(all), hint(all));
  }

  private static String reason(String all) {
    return all.lines()
        .filter(line -> line.startsWith("E: "))
        .map(line -> line.substring(3))
        .findFirst()
        .orElse(all.strip());
  }

  private static String hint(String all) {
    if (all.contains("allow-downgrades")) return "say `allow_downgrade: yes` to have the older one";
    if (all.contains("allow-change-held")) return "say `allow_change_held_packages: yes`";
    if (all.contains("remove is disabled")) return "drop `fail_on_autoremove`, or name what may go";
    return "try it with `apt-get --simulate` on the host";
  }
}
