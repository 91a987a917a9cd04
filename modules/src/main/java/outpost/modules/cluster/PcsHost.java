package outpost.modules.cluster;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Problem;

/** A host that pcs is to manage, as a task names it: a name alone, or with where it is reached. */
public record PcsHost(
    @Arg(value = "Its name for pcs.", freeForm = true) String name,
    @Arg("Where its pcsd is reached; pcs takes the name when empty.") Optional<String> addr,
    @Arg("The port of its pcsd; 2224 when empty.") Optional<Integer> port) {

  public PcsHost {
    if (!name.matches("[A-Za-z0-9_][A-Za-z0-9._-]*")) {
      throw new BadArg(
          "name", "`" + name + "` is no host's name", "use letters, digits, `.`, `_`, `-`");
    }
  }

  /** pcs writes a name that it takes for an address in lower case: so one is always given. */
  String address() {
    return addr.orElse(name);
  }

  /** Returns the word with which {@code pcs host auth} is told the address. */
  String word() {
    String bare = address();
    String host = bare.contains(":") ? "[" + bare + "]" : bare;
    return "addr=" + host + port.map(p -> ":" + p).orElse("");
  }

  /**
   * Says that its name is that of one of the cluster's own nodes, but leads elsewhere: pcs would
   * take the host for the node.
   *
   * @param leads the addresses that its own address has there
   */
  Optional<Problem> taken(ClusterHost member, List<String> leads) {
    return member
        .node()
        .filter(name::equalsIgnoreCase)
        .filter(node -> leads.stream().noneMatch(PcsHost::within))
        .filter(node -> Collections.disjoint(leads, member.addresses()))
        .map(
            node ->
                Preflight.problem(
                    "the name `%s` is taken: cluster node `%s` has it".formatted(name, node),
                    "give the host another name; upper and lower case count as the same"));
  }

  /** Whether an address is none, or leads to whoever asks. */
  private static boolean within(String address) {
    return address.isEmpty() || address.startsWith("127.") || address.equals("::1");
  }
}
