package outpost.core.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GatherSubsetTest {

  @Test
  void isEverythingWhereNothingIsSaid() {
    assertEquals(Group.all(), GatherSubset.of(List.of()).groups());
    assertEquals(Group.all(), of("all"));
  }

  @Test
  void hasTheLeastThereIsUnlessThatIsRefusedAsWell() {
    Set<Group> least = of("!all");
    assertEquals(least, of("min"));
    assertTrue(least.containsAll(EnumSet.of(Group.DISTRIBUTION, Group.NAMES, Group.LOCAL)));
    assertFalse(least.contains(Group.NETWORK) || least.contains(Group.MEMORY));
    assertEquals(Set.of(), of("!all", "!min"));
  }

  @Test
  void addsWhatIsNamed() {
    Set<Group> least = of("!all");
    assertEquals(with(least, Group.NETWORK, Group.VIRTUAL), of("!all", "network", "virtual"));
    assertEquals(with(least, Group.NETWORK, Group.VIRTUAL), of("network,virtual"));
    assertEquals(EnumSet.of(Group.MOUNTS), of("!all", "!min", "mounts"));
    assertEquals(EnumSet.of(Group.NETWORK), of("!all", "!min", "default_ipv4"));
    assertEquals(EnumSet.of(Group.PLATFORM, Group.NAMES), of("!all", "!min", "platform"));
  }

  @Test
  void leavesOutWhatIsRefusedButNotWhatIsAlsoNamed() {
    assertEquals(of("min"), of("!hardware"), "leaving out asks for nothing more");
    Set<Group> rest = of("all", "!hardware");
    assertFalse(rest.contains(Group.MEMORY) || rest.contains(Group.MOUNTS));
    assertTrue(rest.contains(Group.NETWORK));
    assertEquals(with(rest, Group.MOUNTS), of("all", "!hardware", "mounts"));
  }

  @Test
  void bringsWhatAGroupNeeds() {
    assertEquals(EnumSet.of(Group.PKG_MGR, Group.DISTRIBUTION), of("!all", "!min", "pkg_mgr"));
  }

  @Test
  void tellsWordsThatNameNothing() {
    GatherSubset subset = GatherSubset.of(List.of("netwrok", "!hardwear", "!facter", "ohai"));
    assertEquals(List.of("netwrok", "!hardwear", "ohai"), subset.unknown());
  }

  private static Set<Group> of(String... words) {
    GatherSubset subset = GatherSubset.of(Arrays.asList(words));
    assertEquals(List.of(), subset.unknown());
    return subset.groups();
  }

  private static Set<Group> with(Set<Group> groups, Group... more) {
    Set<Group> all = EnumSet.copyOf(groups);
    all.addAll(Arrays.asList(more));
    return all;
  }
}
