package outpost.modules.cluster;

import static outpost.api.Script.sh;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import outpost.api.Change;
import outpost.api.Payload;
import outpost.api.Script;
import outpost.api.Secret;

/**
 * Collects edits of one configuration and writes them as one patch that applies to no other.
 *
 * <p>The patch names the epoch it was made from, not the number of status updates since: it goes in
 * although resources move meanwhile, and is refused (exit status 103) when somebody else changed
 * the configuration. Then the script ends well without having done anything, and the plan, which is
 * staged, is made anew from what is there now. What is created must have a parent that is there
 * already, since a patch looks all its places up first.
 *
 * <p>Long because every kind of edit is written twice at once, into the patch and into the copy
 * that shows what comes of it, and nothing outside may touch either.
 */
final class CibPatch {
  static final int CHANGED_MEANWHILE = 103;

  private final Cib cib;
  private final List<Xml> edits = new ArrayList<>();
  private final Map<String, Integer> created = new LinkedHashMap<>();
  private final Set<String> hidden = new HashSet<>();
  private Xml after;

  CibPatch(Cib cib) {
    this.cib = cib;
    this.after = cib.root();
  }

  /** Returns the patch that turns a configuration into another one, whatever differs. */
  static CibPatch between(Cib cib, Xml wanted) {
    CibPatch patch = new CibPatch(cib);
    patch.turn(
        "/cib/configuration",
        cib.root().first("configuration").orElseThrow(),
        wanted.first("configuration").orElseThrow());
    patch.after = wanted;
    return patch;
  }

  private void turn(String path, Xml is, Xml wanted) {
    change(path, is, wanted.attributes());
    List<Xml> order = new ArrayList<>();
    for (Xml child : is.children()) {
      Optional<Xml> match = wanted.children().stream().filter(child::sameAs).findFirst();
      if (match.isPresent()) {
        turn(below(path, child), child, match.get());
        order.add(child);
      } else {
        edits.add(Xml.of("change", "operation", "delete", "path", below(path, child)));
      }
    }
    // the cluster makes and moves elements by ascending position, after all else
    for (int i = 0; i < wanted.children().size(); i++) {
      Xml child = wanted.children().get(i);
      int at =
          IntStream.range(0, order.size())
              .filter(n -> child.sameAs(order.get(n)))
              .findFirst()
              .orElse(-1);
      if (at < 0) {
        order.add(i, child);
        edits.add(
            Xml.of("change", "operation", "create", "path", path, "position", "" + i).with(child));
      } else if (at != i) {
        order.add(i, order.remove(at));
        edits.add(
            Xml.of("change", "operation", "move", "path", below(path, child), "position", "" + i));
      }
    }
  }

  /** Keeps the values of options of these names out of what is shown and logged. */
  CibPatch hiding(Set<String> names) {
    hidden.addAll(names);
    return this;
  }

  Cib before() {
    return cib;
  }

  boolean isEmpty() {
    return edits.isEmpty();
  }

  /** Returns the configuration as the patch leaves it. */
  Cib after() {
    return new Cib(after);
  }

  /** Adds an element at the end of a parent. */
  void create(String parent, Xml element) {
    // several may go to one parent: each behind the one before
    int index = created.merge(parent, 1, Integer::sum) - 1 + childrenOf(parent);
    edits.add(
        Xml.of("change", "operation", "create", "path", parent, "position", "" + index)
            .with(element));
    after = XmlPath.of(parent).replace(after, x -> Stream.of(x.with(element)));
  }

  void delete(String parent, Xml element) {
    String path = below(parent, element);
    edits.add(Xml.of("change", "operation", "delete", "path", path));
    after = XmlPath.of(path).replace(after, x -> Stream.of());
  }

  /** Sets options of a kind ({@code meta_attributes}…) of an element, and leaves others alone. */
  void set(String parent, Xml owner, String kind, Map<String, String> wanted) {
    String path = below(parent, owner);
    Optional<Xml> set = owner.first(kind);
    List<Xml> missing = new ArrayList<>();
    String setId = set.map(s -> s.attribute("id")).orElse(owner.attribute("id") + "-" + kind);
    wanted.forEach(
        (name, value) -> {
          Optional<Xml> pair = set.stream().flatMap(s -> pairs(s, name)).findFirst();
          if (pair.isEmpty()) {
            missing.add(pair(setId, name, value));
          } else if (!pair.get().is("value", value)) {
            setAttribute(below(path, set.get()), pair.get(), "value", value);
          }
        });
    if (set.isPresent()) {
      missing.forEach(pair -> create(below(path, set.get()), pair));
    } else if (!missing.isEmpty()) {
      create(path, Xml.of(kind, "id", setId).with(missing));
    }
  }

  /** Takes an option of a kind away from an element, and the set that held nothing else. */
  void unset(String parent, Xml owner, String kind, String name) {
    unset(parent, owner, kind, List.of(name));
  }

  void unset(String parent, Xml owner, String kind, List<String> names) {
    String path = below(parent, owner);
    owner
        .children(kind)
        .forEach(
            set -> {
              List<Xml> pairs = names.stream().flatMap(name -> pairs(set, name)).toList();
              if (!pairs.isEmpty() && set.children().size() == pairs.size()) {
                delete(path, set);
              } else {
                pairs.forEach(pair -> delete(below(path, set), pair));
              }
            });
  }

  /** Sets an attribute of an element below another. */
  void setAttribute(String parent, Xml element, String name, String value) {
    Map<String, String> attributes = new LinkedHashMap<>(element.attributes());
    attributes.put(name, value);
    change(below(parent, element), element, attributes);
  }

  /** Takes an attribute of an element away. */
  void unsetAttribute(String parent, Xml element, String name) {
    Map<String, String> attributes = new LinkedHashMap<>(element.attributes());
    attributes.remove(name);
    change(below(parent, element), element, attributes);
  }

  static Xml pair(String setId, String name, String value) {
    String id = setId + "-" + name.replaceAll("[^A-Za-z0-9._-]", "-"); // an XML id
    return Xml.of("nvpair", "id", id, "name", name, "value", value);
  }

  private static Stream<Xml> pairs(Xml set, String name) {
    return set.children("nvpair").filter(pair -> pair.is("name", name));
  }

  private void change(String path, Xml element, Map<String, String> attributes) {
    List<Xml> how = new ArrayList<>();
    attributes.forEach(
        (name, value) -> {
          if (!element.is(name, value)) {
            how.add(Xml.of("change-attr", "name", name, "operation", "set", "value", value));
          }
        });
    element.attributes().keySet().stream()
        .filter(name -> !attributes.containsKey(name))
        .forEach(name -> how.add(Xml.of("change-attr", "name", name, "operation", "unset")));
    if (how.isEmpty()) return;
    edits.add(
        Xml.of("change", "operation", "modify", "path", path)
            .with(
                Xml.of("change-list").with(how),
                Xml.of("change-result").with(new Xml(element.name(), attributes, List.of()))));
    after =
        XmlPath.of(path)
            .replace(after, x -> Stream.of(new Xml(x.name(), attributes, x.children())));
  }

  /** Returns the place of an element in its parent's; a few kinds have no id and are alone. */
  static String below(String parent, Xml element) {
    String id = element.attribute("id");
    return parent + "/" + element.name() + (id.isEmpty() ? "" : "[@id='" + id + "']");
  }

  private int childrenOf(String path) {
    return XmlPath.of(path).find(cib.root()).map(x -> x.children().size()).orElse(0);
  }

  /** Returns the patch as the cluster reads it. */
  Xml xml() {
    String admin = cib.root().attribute("admin_epoch");
    String epoch = cib.root().attribute("epoch");
    String next = Long.toString(Long.parseLong(epoch) + 1);
    return Xml.of("diff", "format", "2")
        .with(
            Xml.of("version")
                .with(
                    Xml.of("source", "admin_epoch", admin, "epoch", epoch),
                    Xml.of("target", "admin_epoch", admin, "epoch", next, "num_updates", "0")))
        .with(edits);
  }

  /** Returns what brings the patch about, or leaves all as it is if somebody else was faster. */
  Script script() {
    return sh(
            "cibadmin --patch --xml-pipe; rc=$?; [ $rc -eq {} ] && exit 0; exit $rc",
            CHANGED_MEANWHILE)
        .stdin(payload());
  }

  /**
   * Returns what asks a cluster node for the simulation of this patch. The patch fits no copy but
   * that of the configuration it was made from: the exit status is {@value #CHANGED_MEANWHILE} if
   * somebody was faster.
   */
  Script simulation() {
    return Script.raw( // constant text
            """
            folder=$(mktemp -d) || exit
            trap 'rm -rf -- "$folder"' EXIT
            cibadmin -Q > "$folder/cib" || exit
            CIB_file="$folder/cib" cibadmin --patch --xml-pipe > "$folder/said" || exit
            crm_simulate -S -x "$folder/cib" --output-as=xml\
            """)
        .stdin(payload());
  }

  private Payload payload() {
    byte[] patch = xml().text().getBytes(StandardCharsets.UTF_8);
    return hidden.isEmpty() ? new Payload.Bytes(patch) : new Payload.Hidden(Secret.of(patch));
  }

  /** Returns what the configuration says before and after, where the two differ. */
  Change.Diff diff() {
    return new Change.Diff("cluster configuration", text(gone()), text(come()), false);
  }

  /** Returns what the configuration says no longer, a fact a line. */
  List<String> gone() {
    return CibLines.only(cib.root(), after, hidden);
  }

  /** Returns what it says that it did not say. */
  List<String> come() {
    return CibLines.only(after, cib.root(), hidden);
  }

  private static String text(List<String> lines) {
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }
}
