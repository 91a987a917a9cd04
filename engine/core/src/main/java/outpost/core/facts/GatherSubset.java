package outpost.core.facts;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import outpost.core.source.Suggest;

/**
 * What {@code gather_subset} asks for, by Ansible's rules: {@code min} is always there unless
 * {@code !min} says not, {@code !x} leaves out what is not also asked for by its own name.
 *
 * @param groups what is to be gathered
 * @param named what is asked for by name
 * @param dropped what is left out by name
 * @param unknown words that name nothing
 */
public record GatherSubset(
    Set<Group> groups, Set<Group> named, Set<Group> dropped, List<String> unknown) {

  /** Other inventories of a host, which are never asked: leaving them out is no mistake. */
  private static final Set<String> FOREIGN = Set.of("facter", "ohai");

  /** What holds where nothing is said. */
  public static final GatherSubset ALL = of(List.of());

  /** Reads the words; a word may hold several with commas between them. */
  public static GatherSubset of(List<String> words) {
    Set<Group> wanted = part(Group.Part.MIN);
    Set<Group> named = EnumSet.noneOf(Group.class);
    Set<Group> dropped = EnumSet.noneOf(Group.class);
    List<String> unknown = new ArrayList<>();
    List<String> all = new ArrayList<>();
    for (String word : words) for (String one : word.split(",")) all.add(one.strip());
    if (all.isEmpty()) all.add("all");
    for (String word : all) {
      boolean not = word.startsWith("!");
      String name = not ? word.substring(1) : word;
      if (not && FOREIGN.contains(name)) continue;
      Optional<Set<Group>> groups = groups(name);
      if (groups.isEmpty()) unknown.add(word);
      else if (not) dropped.addAll(name.equals("all") ? beyondMin() : groups.get());
      else {
        wanted.addAll(groups.get());
        if (!name.equals("all") && !name.equals("min")) named.addAll(groups.get());
      }
    }
    dropped.removeAll(named);
    wanted.removeAll(dropped);
    if (all.contains("all")) named.addAll(wanted);
    if (all.contains("min")) named.addAll(part(Group.Part.MIN));
    return new GatherSubset(
        Facts.complete(wanted), Facts.complete(named), dropped, List.copyOf(unknown));
  }

  private static Optional<Set<Group>> groups(String name) {
    return switch (name) {
      case "all" -> Optional.of(Group.all());
      case "min" -> Optional.of(part(Group.Part.MIN));
      case "hardware" -> Optional.of(part(Group.Part.HARDWARE));
      case "platform" -> Optional.of(EnumSet.of(Group.PLATFORM, Group.NAMES));
      case "ssh_host_pub_keys" -> Optional.of(EnumSet.of(Group.SSH_PUB_KEYS));
      case "effective_group_ids" -> Optional.of(EnumSet.of(Group.USER));
      default -> named(name).or(() -> Schema.group(name)).map(EnumSet::of);
    };
  }

  private static Optional<Group> named(String word) {
    return Group.all().stream().filter(group -> group.word().equals(word)).findFirst();
  }

  private static Set<Group> part(Group.Part part) {
    Set<Group> groups = EnumSet.noneOf(Group.class);
    Group.all().stream().filter(group -> group.part() == part).forEach(groups::add);
    return groups;
  }

  private static Set<Group> beyondMin() {
    Set<Group> groups = Group.all();
    groups.removeAll(part(Group.Part.MIN));
    return groups;
  }

  /** Returns what to write instead of a word that names nothing. */
  public static String hint(String unknown) {
    String name = unknown.replaceFirst("^!", "");
    if (FOREIGN.contains(name)) {
      return "drop it: what `" + name + "` tells of a host is not read";
    }
    List<String> known = new ArrayList<>(words());
    known.addAll(Schema.KINDS.keySet());
    String bang = unknown.startsWith("!") ? "!" : "";
    return Suggest.nearest(name, known)
        .map(near -> "did you mean `" + bang + near + "`?")
        .orElse("there are: " + String.join(", ", words()) + "; `!` before one leaves it out");
  }

  /** Returns what may be asked for, for hints: larger subsets first, then single groups. */
  public static List<String> words() {
    List<String> words = new ArrayList<>(List.of("all", "min", "hardware"));
    Set<String> groups = new TreeSet<>();
    for (Group group : Group.all()) if (group != Group.NAMES) groups.add(group.word());
    words.addAll(groups);
    return words;
  }
}
