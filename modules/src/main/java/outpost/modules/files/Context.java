package outpost.modules.files;

import static outpost.api.Script.sh;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import outpost.api.BadArg;
import outpost.api.Plan;
import outpost.api.Script;

/** The parts of a file's SELinux context that a task wants. */
record Context(
    Optional<String> user, Optional<String> role, Optional<String> type, Optional<String> level) {
  private static final String POLICY = "_default";

  Context {
    check("seuser", user);
    check("serole", role);
    check("setype", type);
    check("selevel", level);
  }

  private static void check(String arg, Optional<String> part) {
    if (part.isPresent() && !part.get().matches("[A-Za-z0-9_.][A-Za-z0-9_.:,-]*")) {
      throw new BadArg(
          arg, "`" + part.get() + "` is no part of a context", "write it as `ls -Z` shows it");
    }
  }

  /**
   * What a host says of a file's context.
   *
   * @param enabled whether the host has SELinux
   * @param now the file's
   * @param policy what the policy says it should be
   */
  record Seen(Optional<Boolean> enabled, Optional<String> now, Optional<String> policy) {}

  boolean isEmpty() {
    return user.isEmpty() && role.isEmpty() && type.isEmpty() && level.isEmpty();
  }

  Script question(String key, String follow) {
    return sh(
        """
        if selinuxenabled 2>/dev/null; then
          emit {} yes
          if [ -e "$p" ] || [ -h "$p" ]; then emit {} "$(stat {} -c %C -- "$p")"; fi
          emit {} "$(matchpathcon -n -- "$p" 2>/dev/null)"
        fi\
        """,
        key + ".se.enabled",
        key + ".se.now",
        follow.isEmpty() ? List.of() : List.of(follow),
        key + ".se.policy");
  }

  void obstacle(Seen seen, Plan.Builder plan) {
    if (!isEmpty() && seen.enabled().isEmpty()) {
      plan.block(
          "this host has no SELinux", "give `setype` and its like only to hosts that have it");
    }
    if (!isEmpty() && seen.now().filter("?"::equals).isPresent()) {
      plan.block("the file is where no SELinux contexts are kept", "drop `setype` and its like");
    }
  }

  void hold(Seen seen, String path, String chcon, Plan.Builder plan) {
    if (isEmpty() || seen.now().isEmpty()) return;
    List<String> now = parts(seen.now().get());
    List<String> wanted = new ArrayList<>(now);
    for (int i = 0; i < 4; i++) wanted(i, seen).ifPresent(set(wanted, i));
    if (!wanted.equals(now)) {
      String to = String.join(":", wanted);
      plan.change("context", seen.now().get(), to, sh(chcon + " -- {} {}", to, path));
    }
  }

  /** Returns how to give what is wanted to a new file, {@code $t}, that has its usual context. */
  Script dress(Seen seen) {
    List<String> words = new ArrayList<>();
    String[] options = {"-u", "-r", "-t", "-l"};
    for (int i = 0; i < 4; i++) {
      Optional<String> part = wanted(i, seen);
      if (part.isPresent()) words.addAll(List.of(options[i], part.get()));
    }
    return words.isEmpty() ? sh(":") : sh("chcon {} -- \"$t\"", words);
  }

  private Optional<String> wanted(int part, Seen seen) {
    Optional<String> given = List.of(user, role, type, level).get(part);
    if (given.filter(POLICY::equals).isEmpty()) return given;
    return seen.policy()
        .map(Context::parts)
        .filter(policy -> policy.size() > part)
        .map(policy -> policy.get(part));
  }

  private static java.util.function.Consumer<String> set(List<String> parts, int at) {
    return part -> {
      while (parts.size() <= at) parts.add("s0");
      parts.set(at, part);
    };
  }

  /** A level has colons of its own. */
  private static List<String> parts(String context) {
    return List.of(context.split(":", 4));
  }
}
