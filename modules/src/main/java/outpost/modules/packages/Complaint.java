package outpost.modules.packages;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import outpost.api.Plan;

/** What dnf complains of, in a sentence of ours with what to do, where it is known. */
final class Complaint {
  private static final Pattern UNKNOWN =
      Pattern.compile("No match for argument: (.+)|(?:Module or Group|group) '(.+?)' is not avail");
  private static final Pattern UNREADABLE =
      Pattern.compile(
          "(?:Failed to download metadata for repo '(.+?)'|Failed to download metadata .*repository"
              + " \"(.+?)\"|Failed to synchronize cache for repo '(.+?)')");
  private static final Pattern REASON =
      Pattern.compile("(Curl error.*|Status code: .*|Cannot download .*|repomd\\.xml .*)");
  private static final Pattern LOCKED =
      Pattern.compile("already locked by (\\d+)\\s+The application with PID \\d+ is: (\\S+)");
  private static final Pattern KEYLESS =
      Pattern.compile(
          "(?s)checking of packages via GPG keys.*Problem repository: \\[?([^\\s\\]]+)");
  private static final Pattern PROTECTED = Pattern.compile("protected packages: (.+)");

  private Complaint() {}

  /** Returns the plan that refuses what dnf could not find a transaction for. */
  static Plan of(Solved solved, DnfSources sources) {
    String all = solved.errors().orElse("") + "\n" + solved.said().orElse("");
    Matcher locked = LOCKED.matcher(all);
    if (locked.find()) {
      return Plan.blocked(
          "%s (process %s) has had packages locked for %d s"
              .formatted(locked.group(2), locked.group(1), sources.lockTimeout()),
          "wait for it, or give it more time with `lock_timeout`");
    }
    Matcher guarded = PROTECTED.matcher(all);
    if (guarded.find()) {
      return Plan.blocked(
          "`" + guarded.group(1).strip() + "` is protected and cannot be removed",
          "what is listed in /etc/dnf/protected.d stays");
    }
    List<String> silent = unreadable(all);
    if (!silent.isEmpty()) return unreadable(silent.get(0), all);
    Matcher keyless = KEYLESS.matcher(all);
    if (keyless.find()) {
      return Plan.blocked(
          "repository `" + keyless.group(1) + "` verifies signatures, but the host has no key",
          "name its `gpgkey`, or add the key with the module rpm_key");
    }
    String unknown =
        UNKNOWN
            .matcher(all)
            .results()
            .map(m -> m.group(1) == null ? "@" + m.group(2) : m.group(1).strip())
            .distinct()
            .map(name -> "`" + name + "`")
            .collect(Collectors.joining(", "));
    if (!unknown.isEmpty()) {
      return Plan.blocked(
          "the enabled repositories have no " + unknown,
          "see `dnf repolist`, and enable others with `enablerepo`");
    }
    return Plan.blocked("dnf found no way: " + reason(solved), "see `dnf " + retry(solved) + "`");
  }

  private static Plan unreadable(String repository, String all) {
    Matcher reason = REASON.matcher(all);
    String why = reason.find() ? ": " + reason.group(1).strip() : "";
    return Plan.blocked(
        "repository `" + repository + "` cannot be read" + why,
        "mend it, or leave it out with `disablerepo`");
  }

  private static List<String> unreadable(String said) {
    return UNREADABLE
        .matcher(said)
        .results()
        .map(m -> Optional.ofNullable(m.group(1)).or(() -> Optional.ofNullable(m.group(2))))
        .map(name -> name.orElse("?"))
        .distinct()
        .toList();
  }

  /** Returns notes about repositories that dnf has left out because they could not be read. */
  static List<String> leftOut(Solved solved) {
    return unreadable(solved.errors().orElse("") + "\n" + solved.said().orElse("")).stream()
        .map(name -> "repository `" + name + "` could not be read and was left out")
        .toList();
  }

  /** Returns the first thing that dnf calls an error or a problem. */
  private static String reason(Solved solved) {
    return solved
        .errors()
        .orElse("")
        .lines()
        .map(line -> line.strip().replaceFirst("^(Error|Problem)( \\d+)?: *", ""))
        .filter(line -> !line.isEmpty())
        .findFirst()
        .orElse("exit status " + solved.status());
  }

  private static String retry(Solved solved) {
    return solved.command() + " " + String.join(" ", solved.words());
  }
}
