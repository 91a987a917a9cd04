package outpost.modules.users;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Shared;

/**
 * Brings a user of a host to be there as wanted, or not.
 *
 * <p>Other than Ansible: a password that is no hash is refused; a new user joins a group of the
 * same name that is there already; the user's own SSH key is made by the user, not by root; {@code
 * local} looks into the host's own files alone, but needs no libuser. What only other systems have
 * (classes, roles, profiles), and SELinux users, are no arguments.
 */
@Doc("Manages users: their numbers, groups, shell, home, password, and whether they are there.")
public final class User implements Module<User.Args, User.Found> {

  /** What a task asks for. */
  public record Args(
      @Arg(value = "The user's name.", alias = "user") String name,
      @Arg(value = "Whether there is such a user.", def = "present") State state,
      @Arg("The user's number.") Optional<Long> uid,
      @Arg(value = "Whether another user may have that number as well.", def = "false")
          boolean nonUnique,
      @Arg("The lowest number that a new user may get by itself.") Optional<Long> uidMin,
      @Arg("The highest number that a new user may get by itself.") Optional<Long> uidMax,
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
      @Arg("The directory whose files a new home directory begins with.") Optional<String> skeleton,
      @Arg("What others may not do in a new home directory, as an octal mask.")
          Optional<String> umask,
      @Arg(value = "Whether a new user is one of the system.", def = "false") boolean system,
      @Arg("The description, usually the full name.") Optional<String> comment,
      @Arg(
              value =
                  "Whether users and groups of directories elsewhere, such as LDAP, count as none.",
              def = "false")
          boolean local,
      @Arg(value = "Whether the home and the mail go along with the user.", def = "false")
          boolean remove,
      @Arg(
              value =
                  "Whether a user is removed even while logged in; or, with `generate_ssh_key`,"
                      + " whether the key is made anew each time.",
              def = "false")
          boolean force,
      @Shared Credentials credentials,
      @Shared KeyPair key) {
    public Args {
      Names.check("name", name);
      group.ifPresent(one -> Names.checkNameOrNumber("group", one));
      groups.ifPresent(all -> all.forEach(one -> Names.checkNameOrNumber("groups", one)));
      Names.checkNumber("uid", uid, "user");
      Names.checkNumber("uidMin", uidMin, "user");
      Names.checkNumber("uidMax", uidMax, "user");
      Names.checkField("comment", comment);
      Names.checkPath("shell", shell);
      Names.checkPath("home", home);
      Names.checkPath("skeleton", skeleton);
      needs("append", append, "groups", groups.isPresent());
      needs("nonUnique", nonUnique, "uid", uid.isPresent());
      needs("skeleton", skeleton.isPresent(), "create_home", createHome);
      needs("umask", umask.isPresent(), "create_home", createHome);
      if (umask.filter(mask -> !mask.matches("[0-7]{1,4}")).isPresent()) {
        throw new BadArg("umask", "`" + umask.get() + "` is no mask", "write it as in `077`");
      }
      if (state == State.PRESENT && (remove || force && !key.generateSshKey())) {
        String arg = remove ? "remove" : "force";
        throw new BadArg(arg, "`" + arg + "` is about users that go", "add `state: absent`");
      }
    }

    private static void needs(String arg, boolean given, String other, boolean there) {
      if (!given || there) return;
      String name = arg.equals("nonUnique") ? "non_unique" : arg;
      throw new BadArg(arg, "`" + name + "` is about `" + other + "`", "name them, or drop it");
    }

    /** Returns every group that is named. */
    Set<String> named() {
      Set<String> named = new LinkedHashSet<>();
      group.ifPresent(named::add);
      groups.ifPresent(named::addAll);
      return named;
    }

    boolean asksShadow() {
      return state == State.PRESENT && credentials.asked();
    }

    boolean asksKey() {
      return state == State.PRESENT && key.generateSshKey();
    }
  }

  /** Whether there is such a user. */
  public enum State {
    PRESENT,
    ABSENT
  }

  /**
   * What the host says.
   *
   * @param tools whether useradd and its like are there
   * @param user the user, if there is one
   * @param known the numbers of the groups that are named
   * @param called the names of the groups that are named by number
   * @param ownGroup whether a group has the name of a user who is not there
   * @param holder the user who has the number that is wanted
   */
  public record Found(
      Optional<Boolean> tools,
      Optional<Account> user,
      Optional<Shadow> shadow,
      Optional<KeyPair.Is> key,
      Map<String, String> known,
      Map<String, String> called,
      boolean ownGroup,
      Optional<String> holder) {}

  @Override
  public Probe<Found> probe(Args want) {
    return Probe.of(Found.class, Inquiry.of(want));
  }

  @Override
  public Plan plan(Args want, Found found) {
    Plan.Builder plan =
        Plan.builder()
            .result("name", want.name())
            .result("state", want.state() == State.PRESENT ? "present" : "absent");
    if (want.state() == State.ABSENT) {
      plan.result("force", want.force()).result("remove", want.remove());
      if (found.user().isPresent()) plan.change("state", "present", "absent", NewUser.remove(want));
      return tooled(plan.build(), found);
    }
    obstacle(want, found, plan);
    if (found.user().isEmpty()) {
      plan.change("state", "absent", "present", NewUser.create(want, found));
      Shadow.fresh(want.credentials()).plan(want.name(), want.credentials(), plan);
    } else {
      found.user().get().plan(want, found, plan);
      found.shadow().ifPresent(is -> is.plan(want.name(), want.credentials(), plan));
    }
    want.key().plan(want.name(), found.key(), want.force(), plan);
    want.groups().ifPresent(groups -> plan.result("groups", String.join(",", groups)));
    want.credentials()
        .password()
        .ifPresent(hash -> plan.result("password", "NOT_LOGGING_PASSWORD"));
    plan.result("append", want.append()).result("move_home", want.moveHome());
    plan.result("system", want.system()).result("create_home", want.createHome());
    found.user().ifPresent(is -> is.tell(plan));
    return tooled(plan.build(), found);
  }

  private static void obstacle(Args want, Found found, Plan.Builder plan) {
    for (String group : want.named()) {
      if (!found.known().containsKey(group)) {
        plan.block("no group `" + group + "` on this host", "make it first");
      }
    }
    if (found.holder().filter(name -> !name.equals(want.name())).isPresent()
        && !want.nonUnique()
        && found.user().filter(is -> is.uid().equals(want.uid().get().toString())).isEmpty()) {
      plan.block(
          "`%s` has the number %d on this host".formatted(found.holder().get(), want.uid().get()),
          "choose another one, or share it with `non_unique: true`");
    }
    if (found.user().isPresent() && found.shadow().isEmpty() && want.asksShadow()) {
      plan.block(
          "what is said of the password of `" + want.name() + "` cannot be read",
          "only root can read it, of users in /etc/shadow: add `become: true`");
    }
  }

  /** BusyBox has adduser, which can do little of this. */
  private static Plan tooled(Plan plan, Found is) {
    return is.tools().orElse(true) || plan.isEmpty() || plan.obstacle().isPresent()
        ? plan
        : Plan.blocked("this host has no useradd", "install shadow or passwd first");
  }
}
