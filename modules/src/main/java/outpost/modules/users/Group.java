package outpost.modules.users;

import static outpost.api.Script.sh;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.Glance;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;

/**
 * Brings a group of users to be there as wanted, or not.
 *
 * <p>Other than Ansible: {@code local} looks into the host's own files alone, but needs no libuser.
 */
@Doc("Manages groups of users: their numbers, and whether they are there.")
public final class Group implements Module<Group.Args, Group.Found> {

  /** What a task asks for. */
  public record Args(
      @Arg("The group's name.") String name,
      @Arg(value = "Whether there is such a group.", def = "present") State state,
      @Arg("The group's number.") Optional<Long> gid,
      @Arg(value = "Whether another group may have that number as well.", def = "false")
          boolean nonUnique,
      @Arg(value = "Whether a new group is one of the system.", def = "false") boolean system,
      @Arg("The lowest number that a new group may get by itself.") Optional<Long> gidMin,
      @Arg("The highest number that a new group may get by itself.") Optional<Long> gidMax,
      @Arg(
              value = "Whether groups of directories elsewhere, such as LDAP, count as none.",
              def = "false")
          boolean local,
      @Arg(value = "Whether a group goes even where it is a user's own.", def = "false")
          boolean force) {
    public Args {
      Names.check("name", name);
      Names.checkNumber("gid", gid, "group");
      Names.checkNumber("gidMin", gidMin, "group");
      Names.checkNumber("gidMax", gidMax, "group");
      if (nonUnique && gid.isEmpty()) {
        throw new BadArg("nonUnique", "`non_unique` is about `gid`", "name it, or drop this");
      }
      if (gid.isPresent() && (gidMin.isPresent() || gidMax.isPresent())) {
        throw new BadArg(
            gidMin.isPresent() ? "gidMin" : "gidMax", "the number is `gid`", "drop one of the two");
      }
      if (force && state == State.PRESENT) {
        throw new BadArg("force", "`force` is about groups that go", "add `state: absent`");
      }
    }
  }

  /** Whether there is such a group. */
  public enum State {
    PRESENT,
    ABSENT
  }

  /**
   * What the host says.
   *
   * @param tools whether groupadd and its like are there
   * @param gid the group's number, if it is there
   * @param holder the group that has the number that is wanted
   * @param owner a user whose own group it is, where it is to go
   */
  public record Found(
      boolean tools, Optional<Long> gid, Optional<String> holder, Optional<String> owner) {}

  @Override
  public Probe<Found> probe(Args want) {
    return Probe.of(
        Found.class,
        sh(
                """
            if command -v groupadd >/dev/null; then emit tools yes; else emit tools no; fi
            group={}; %2$s; if [ "$line" ]; then
              line=${line#*:*:} gid=${line%%%%:*}
              emit gid "$gid"
              state={}; [ "$state" = present ] ||
                emit owner "$(%1$s passwd | awk -F: -v gid="$gid" '$4 == gid { print $1; exit }')"
            fi
            wanted={}
            if [ "$wanted" ] && line=$(%1$s group -- "$wanted"); then emit holder "${line%%%%:*}"; fi\
            """
                    .formatted(Names.getent(want.local()), Names.group(want.local())),
                want.name(),
                want.state() == State.PRESENT ? "present" : "absent",
                want.gid().map(String::valueOf).orElse(""))
            .glancing(Glance.What.GROUP, want.name()));
  }

  @Override
  public Plan plan(Args want, Found is) {
    String name = want.name();
    Plan.Builder plan =
        Plan.builder()
            .result("name", name)
            .result("state", want.state() == State.PRESENT ? "present" : "absent");
    if (want.state() == State.ABSENT) {
      if (is.gid().isEmpty()) return plan.build();
      if (is.owner().isPresent() && !want.force()) {
        plan.block(
            "`%s` is the own group of `%s`".formatted(name, is.owner().get()),
            "remove the user first, or have it gone with `force: true`");
      }
      List<String> force = want.force() ? List.of("-f") : List.of();
      plan.change("state", "present", "absent", sh("groupdel {} {}", force, name));
      return tooled(plan.build(), is);
    }
    Optional<Long> gid = want.gid().filter(number -> !is.gid().equals(Optional.of(number)));
    if (gid.isPresent() && is.holder().isPresent() && !want.nonUnique()) {
      plan.block(
          "`%s` has the number %d on this host".formatted(is.holder().get(), gid.get()),
          "choose another one, or share it with `non_unique: true`");
    }
    List<String> options = new ArrayList<>();
    want.gid().ifPresent(number -> options.addAll(List.of("-g", number.toString())));
    if (want.nonUnique()) options.add("-o");
    if (is.gid().isPresent()) {
      plan.set("gid", is.gid().get(), gid, number -> sh("groupmod {} {}", options, name));
    } else {
      if (want.system()) options.add("-r");
      want.gidMin().ifPresent(min -> options.addAll(List.of("-K", "GID_MIN=" + min)));
      want.gidMax().ifPresent(max -> options.addAll(List.of("-K", "GID_MAX=" + max)));
      plan.change("state", "absent", "present", sh("groupadd {} {}", options, name));
    }
    is.gid().ifPresent(number -> plan.result("gid", number).result("system", want.system()));
    return tooled(plan.build(), is);
  }

  /** BusyBox has addgroup, which can do little of this. */
  private static Plan tooled(Plan plan, Found is) {
    return is.tools() || plan.isEmpty() || plan.obstacle().isPresent()
        ? plan
        : Plan.blocked("this host has no groupadd", "install shadow or passwd first");
  }
}
