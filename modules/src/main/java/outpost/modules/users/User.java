package outpost.modules.users;

import static outpost.api.Script.sh;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Payload;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;
import outpost.api.Secret;

/** Brings a user of a host to be there as wanted, or not. */
@Doc("Manages users: their numbers, groups, shell, home, password, and whether they are there.")
public final class User implements Module<User.Args, User.Found> {
  /** As useradd(8) allows them, with the capitals and dots that it can be told to allow. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,31}\\$?");

  /** As crypt(5) writes them, or a mark that no password fits. */
  private static final Pattern HASH = Pattern.compile("\\$[^:\\s]+\\$[^:\\s]+|[*!][^:\\s]*");

  /** What a task asks for. */
  public record Args(
      @Arg(value = "The user's name.", alias = "user") String name,
      @Arg(value = "Whether there is such a user.", def = "present") State state,
      @Arg("The user's number.") Optional<Integer> uid,
      @Arg("The user's own group, by name or number; for a new user one of the same name.")
          Optional<String> group,
      @Arg("The other groups; without `append` these and no more, none where the list is empty.")
          Optional<List<String>> groups,
      @Arg(value = "Whether the user stays in groups that are not named.", def = "false")
          boolean append,
      @Arg("The login shell.") Optional<String> shell,
      @Arg("The home directory.") Optional<String> home,
      @Arg(
              value = "Whether the home directory is made where there is none.",
              def = "true",
              alias = "createhome")
          boolean createHome,
      @Arg(value = "Whether the files go along when the home directory changes.", def = "false")
          boolean moveHome,
      @Arg(value = "Whether a new user is one of the system.", def = "false") boolean system,
      @Arg("The description, usually the full name.") Optional<String> comment,
      @Arg("The hash of the password, as crypt writes it; never the password itself.")
          Optional<Secret> password,
      @Arg(
              value =
                  "Whether the password is held to (`always`) or is for a new user (`on_create`).",
              def = "always")
          Update updatePassword,
      @Arg(value = "Whether the home and the mail go along with the user.", def = "false")
          boolean remove,
      @Arg(value = "Whether a user is removed even while logged in.", def = "false")
          boolean force) {
    public Args {
      check("name", name);
      if (group.filter(one -> !one.matches("\\d+")).isPresent()) check("group", group.get());
      groups.ifPresent(all -> all.forEach(one -> check("groups", one)));
      if (append && groups.isEmpty()) {
        throw new BadArg("append", "`append` is about `groups`", "name them, or drop it");
      }
      if (uid.filter(number -> number < 0).isPresent()) {
        throw new BadArg("uid", "`" + uid.get() + "` is no user's number", "name one from 0 on");
      }
      line("comment", comment);
      line("shell", shell);
      line("home", home);
      path("shell", shell);
      path("home", home);
      // looked at here alone, and not kept
      if (password.isPresent() && !HASH.matcher(password.get().revealText()).matches()) {
        throw new BadArg(
            "password",
            "`password` is no hash: the user could not log in with it",
            "hash it first: `openssl passwd -6` writes one");
      }
      if (state == State.PRESENT && (remove || force)) {
        String arg = remove ? "remove" : "force";
        throw new BadArg(arg, "`" + arg + "` is about users that go", "add `state: absent`");
      }
    }

    private static void check(String arg, String name) {
      if (!NAME.matcher(name).matches()) {
        throw new BadArg(arg, "`" + name + "` is no name", "use letters, digits, _, - and .");
      }
    }

    private static void line(String arg, Optional<String> text) {
      if (text.filter(t -> t.contains(":") || t.contains("\n")).isPresent()) {
        throw new BadArg(
            arg, "`" + arg + "` holds a colon or a line break", "/etc/passwd cannot hold them");
      }
    }

    private static void path(String arg, Optional<String> path) {
      if (path.filter(p -> !p.startsWith("/")).isPresent()) {
        throw new BadArg(arg, "`" + path.get() + "` is not a whole path", "begin it with a slash");
      }
    }

    /** Returns every group that is named. */
    Set<String> named() {
      Set<String> named = new LinkedHashSet<>();
      group.ifPresent(named::add);
      groups.ifPresent(named::addAll);
      return named;
    }
  }

  /** Whether there is such a user. */
  public enum State {
    PRESENT,
    ABSENT
  }

  /** When a password is set. */
  public enum Update {
    ALWAYS,
    ON_CREATE
  }

  /**
   * What the host says.
   *
   * @param user the user, if there is one
   * @param known the numbers of the groups that are named
   * @param ownGroup whether a group of the user's name is there
   */
  public record Found(
      Optional<Account> user, java.util.Map<String, String> known, boolean ownGroup) {}

  /**
   * A line of {@code /etc/passwd} and what goes with it.
   *
   * @param homeExists whether the home directory that is wanted is there, or else this one
   * @param groups those beside the user's own
   * @param password whether it is as wanted, where that was asked
   */
  public record Account(
      String uid,
      String gid,
      Optional<String> comment,
      String home,
      Optional<String> shell,
      boolean homeExists,
      Set<String> groups,
      Optional<Boolean> password) {
    void tell(Plan.Builder plan) {
      plan.result("uid", Long.parseLong(uid))
          .result("group", Long.parseLong(gid))
          .result("comment", comment.orElse(""))
          .result("home", home)
          .result("shell", shell.orElse(""));
    }
  }

  @Override
  public Probe<Found> probe(Args want) {
    Script ask =
        sh(
            """
            name={}
            if getent group -- "$name" >/dev/null; then emit own_group yes; else emit own_group no; fi
            if line=$(getent passwd -- "$name"); then
              printf '%s\\n' "$line" | awk -F: '{ print "user.uid=" $3; print "user.gid=" $4
                print "user.comment=" $5; print "user.home=" $6; print "user.shell=" $7 }'
              home={}; [ -n "$home" ] || { home=${line%:*}; home=${home##*:}; }
              if [ -d "$home" ]; then emit user.home_exists yes; else emit user.home_exists no; fi
              awk -F: -v user="$name" '{ n = split($4, members, ",")
                for (i = 1; i <= n; i++) if (members[i] == user) print "user.groups=" $1 }' /etc/group
            fi""",
            want.name(), want.home().orElse(""));
    if (!want.named().isEmpty()) {
      ask =
          ask.then(
              sh(
                  """
                  set -- {}; for group; do
                    if line=$(getent group -- "$group"); then
                      line=${line#*:*:}; emit "known.$group" "${line%%:*}"; fi
                  done""",
                  want.named()));
    }
    if (!asksPassword(want)) return Probe.of(Found.class, ask);
    Script compare =
        sh(
            """
            IFS= read -r want || [ -n "$want" ] || exit
            if line=$(getent shadow -- "$name"); then
              line=${line#*:}
              if [ "${line%%:*}" = "$want" ]; then emit user.password yes; else emit user.password no; fi
            fi""");
    Payload hash = new Payload.Hidden(want.password().orElseThrow());
    return Probe.of(Found.class, ask.then(compare).stdin(hash));
  }

  private static boolean asksPassword(Args want) {
    return want.password().isPresent()
        && want.state() == State.PRESENT
        && want.updatePassword() == Update.ALWAYS;
  }

  @Override
  public Plan plan(Args want, Found found) {
    Plan.Builder plan = Plan.builder().result("name", want.name());
    if (want.state() == State.ABSENT) {
      if (found.user().isPresent()) {
        List<String> options = new ArrayList<>();
        if (want.force()) options.add("-f");
        if (want.remove()) options.add("-r");
        plan.change("state", "present", "absent", sh("userdel {} -- {}", options, want.name()));
      }
      return plan.build();
    }
    for (String group : want.named()) {
      if (!found.known().containsKey(group)) {
        plan.block("no group `" + group + "` on this host", "make it first");
      }
    }
    if (found.user().isEmpty()) create(want, found, plan);
    else modify(want, found, found.user().get(), plan);
    found.user().ifPresent(is -> is.tell(plan));
    return plan.build();
  }

  private static void create(Args want, Found found, Plan.Builder plan) {
    List<String> options = new ArrayList<>();
    want.uid().ifPresent(uid -> options.addAll(List.of("-u", uid.toString())));
    want.group()
        .or(() -> Optional.of(want.name()).filter(name -> found.ownGroup()))
        .ifPresent(group -> options.addAll(List.of("-g", group)));
    want.groups()
        .filter(groups -> !groups.isEmpty())
        .ifPresent(groups -> options.addAll(List.of("-G", String.join(",", groups))));
    want.shell().ifPresent(shell -> options.addAll(List.of("-s", shell)));
    want.home().ifPresent(home -> options.addAll(List.of("-d", home)));
    want.comment().ifPresent(comment -> options.addAll(List.of("-c", comment)));
    if (want.system()) options.add("-r");
    options.add(want.createHome() ? "-m" : "-M");
    Script add = sh("useradd {} -- {}", options, want.name());
    Script fix =
        want.password()
            .map(hash -> add.then(sh("chpasswd -e")).stdin(line(want.name(), hash)))
            .orElse(add);
    plan.change("state", "absent", "present", fix);
  }

  private static void modify(Args want, Found found, Account is, Plan.Builder plan) {
    String name = want.name();
    plan.set(
        "uid",
        is.uid(),
        want.uid().map(String::valueOf),
        uid -> sh("usermod -u {} -- {}", uid, name));
    plan.set(
        "group",
        is.gid(),
        want.group().map(group -> found.known().getOrDefault(group, group)),
        gid -> sh("usermod -g {} -- {}", gid, name));
    groups(want, found, is, plan);
    plan.set(
        "comment",
        is.comment().orElse(""),
        want.comment(),
        text -> sh("usermod -c {} -- {}", text, name));
    plan.set(
        "shell",
        is.shell().orElse(""),
        want.shell(),
        shell -> sh("usermod -s {} -- {}", shell, name));
    plan.set(
        "home",
        is.home(),
        want.home(),
        home ->
            sh("usermod -d {} {} -- {}", home, want.moveHome() ? List.of("-m") : List.of(), name));
    boolean moves =
        want.moveHome() && want.home().filter(home -> !home.equals(is.home())).isPresent();
    if (want.createHome() && !is.homeExists() && !moves) {
      plan.change("home directory", "absent", "present", home(want.home().orElse(is.home()), name));
    }
    if (is.password().equals(Optional.of(false))) {
      Script set = sh("chpasswd -e").stdin(line(name, want.password().orElseThrow()));
      plan.change("password", "(hidden)", "(hidden)", set);
    }
  }

  /** The user's own group is no other one, even where it is named among them. */
  private static void groups(Args want, Found found, Account is, Plan.Builder plan) {
    if (want.groups().isEmpty()) return;
    Set<String> wanted = new TreeSet<>(want.groups().get());
    String own =
        want.group().map(group -> found.known().getOrDefault(group, group)).orElse(is.gid());
    wanted.removeIf(group -> own.equals(found.known().get(group)));
    Set<String> now = new TreeSet<>(is.groups());
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
  private static Script home(String home, String name) {
    return sh(
        """
        h={}; mkdir -p -- "$h.new" && chmod 0700 -- "$h.new" || exit
        [ ! -d /etc/skel ] || cp -R /etc/skel/. "$h.new" || exit
        chown -R -h -- {} "$h.new" && mv -T -- "$h.new" "$h\"""",
        home,
        name + ":");
  }

  /** What chpasswd reads: it never stands in an argument or a file. */
  private static Payload line(String name, Secret hash) {
    return new Payload.Hidden(Secret.of(name + ":" + hash.revealText() + "\n")); // to chpasswd
  }
}
