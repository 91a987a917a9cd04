package outpost.modules.users;

import static outpost.api.Script.sh;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import outpost.api.Plan;
import outpost.api.Script;

/**
 * A line of {@code /etc/passwd} and what goes with it.
 *
 * @param homeExists whether the home directory that is wanted is there, or else this one
 * @param groups those beside the user's own
 */
record Account(
    String uid,
    String gid,
    Optional<String> comment,
    String home,
    Optional<String> shell,
    boolean homeExists,
    Set<String> groups) {

  void tell(Plan.Builder plan) {
    plan.result("uid", Long.parseLong(uid))
        .result("group", Long.parseLong(gid))
        .result("comment", comment.orElse(""))
        .result("home", home)
        .result("shell", shell.orElse(""));
  }

  /** Adds what separates it from what is wanted. */
  void plan(User.Args want, User.Found found, Plan.Builder plan) {
    String name = want.name();
    List<String> shared = want.nonUnique() ? List.of("-o") : List.of();
    plan.set(
        "uid",
        uid,
        want.uid().map(String::valueOf),
        number -> sh("usermod -u {} {} -- {}", number, shared, name));
    plan.set(
        "group",
        gid,
        want.group().map(group -> found.known().getOrDefault(group, group)),
        number -> sh("usermod -g {} -- {}", number, name));
    groups(want, found, plan);
    plan.set(
        "comment",
        comment.orElse(""),
        want.comment(),
        text -> sh("usermod -c {} -- {}", text, name));
    plan.set(
        "shell", shell.orElse(""), want.shell(), path -> sh("usermod -s {} -- {}", path, name));
    plan.set(
        "home",
        home,
        want.home(),
        path ->
            sh("usermod -d {} {} -- {}", path, want.moveHome() ? List.of("-m") : List.of(), name));
    boolean moves = want.moveHome() && want.home().filter(path -> !path.equals(home)).isPresent();
    if (want.createHome() && !homeExists && !moves) {
      plan.change("home directory", "absent", "present", make(want, want.home().orElse(home)));
    }
  }

  /** The user's own group is no other one, even where it is named among them. */
  private void groups(User.Args want, User.Found found, Plan.Builder plan) {
    if (want.groups().isEmpty()) return;
    Map<String, String> known = found.known();
    String own = want.group().map(group -> known.getOrDefault(group, group)).orElse(gid);
    Set<String> wanted = new TreeSet<>();
    for (String group : want.groups().get()) {
      if (!own.equals(known.get(group))) wanted.add(found.called().getOrDefault(group, group));
    }
    Set<String> now = new TreeSet<>(groups);
    if (want.append()) wanted.addAll(now);
    if (wanted.equals(now)) return;
    plan.change(
        "groups",
        show(now),
        show(wanted),
        sh("usermod -G {} -- {}", String.join(",", wanted), want.name()));
  }

  private static String show(Set<String> groups) {
    return groups.isEmpty() ? "none" : String.join(", ", groups);
  }

  /** Makes a home directory as useradd would have made it. */
  private static Script make(User.Args want, String path) {
    String skeleton = want.skeleton().orElse("/etc/skel");
    // as chmod reads it: what the mask does not hold
    String mode =
        want.umask()
            .map(mask -> Integer.toOctalString(0777 & ~Integer.parseInt(mask, 8)))
            .orElse("0700");
    return sh(
        """
        h={} s={}; mkdir -p -- "$h.new" && chmod {} -- "$h.new" || exit
        [ ! -d "$s" ] || cp -R -- "$s"/. "$h.new" || exit
        chown -R -h -- {} "$h.new" && mv -T -- "$h.new" "$h\"\
        """,
        path,
        skeleton,
        mode,
        want.name() + ":");
  }
}
