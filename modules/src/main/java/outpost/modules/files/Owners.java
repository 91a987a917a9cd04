package outpost.modules.files;

import static outpost.api.Script.sh;

import java.util.Optional;
import outpost.api.BadArg;
import outpost.api.Glance;
import outpost.api.Plan;
import outpost.api.Script;

/** Whose a file is to be: users and groups by name or by number. */
record Owners(Optional<String> owner, Optional<String> group) {
  Owners {
    check("owner", owner);
    check("group", group);
  }

  /** The numbers behind the names on a host; empty where it knows no such name. */
  record Ids(Optional<String> owner, Optional<String> group) {}

  private static void check(String arg, Optional<String> name) {
    if (name.isPresent() && !name.get().matches("[A-Za-z0-9_.@\\\\$-]+") || startsAsOption(name)) {
      throw new BadArg(arg, "`" + name.get() + "` is no name", "name one that the host knows");
    }
  }

  boolean isEmpty() {
    return owner.isEmpty() && group.isEmpty();
  }

  private static boolean startsAsOption(Optional<String> name) {
    return name.filter(n -> n.startsWith("-")).isPresent();
  }

  private static boolean isNumber(String name) {
    return name.matches("\\d+");
  }

  private static Optional<String> name(Optional<String> given) {
    return given.filter(one -> !isNumber(one));
  }

  /** Asks for the numbers behind names. */
  Script question(String key) {
    Script ask = sh(":");
    if (name(owner).isPresent()) {
      ask =
          ask.then(
              sh("user_id {}; emit {} \"$id\"", owner.get(), key + ".ids.owner")
                  .glancing(Glance.What.USER, owner.get()));
    }
    if (name(group).isPresent()) {
      ask =
          ask.then(
              sh("group_id {}; emit {} \"$id\"", group.get(), key + ".ids.group")
                  .glancing(Glance.What.GROUP, group.get()));
    }
    return ask;
  }

  /** Says so when a host does not know a name. */
  void obstacle(Ids ids, Plan.Builder plan) {
    if (name(owner).isPresent() && ids.owner().isEmpty()) {
      plan.block(
          "no user `" + owner.get() + "` on this host", "make it with the module user first");
    }
    if (name(group).isPresent() && ids.group().isEmpty()) {
      plan.block("no group `" + group.get() + "` on this host", "make it first");
    }
  }

  Optional<String> uid(Ids ids) {
    return owner.flatMap(name -> isNumber(name) ? owner : ids.owner());
  }

  Optional<String> gid(Ids ids) {
    return group.flatMap(name -> isNumber(name) ? group : ids.group());
  }

  /** Holds a file's owner and group to what is wanted; {@code chown} is how to begin the fix. */
  void hold(Inode is, Ids ids, String path, String chown, Plan.Builder plan) {
    Optional<String> uid = uid(ids).filter(wanted -> !wanted.equals(is.uid()));
    Optional<String> gid = gid(ids).filter(wanted -> !wanted.equals(is.gid()));
    if (uid.isPresent()) {
      plan.change("owner", is.owner(), owner.get(), sh(chown + " -- {} {}", uid.get(), path));
    }
    if (gid.isPresent()) {
      plan.change("group", is.group(), group.get(), sh(chown + " -- {} {}", ":" + gid.get(), path));
    }
  }
}
