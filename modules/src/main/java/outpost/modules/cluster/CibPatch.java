package outpost.modules.cluster;

import static outpost.api.Script.sh;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import outpost.api.Change;
import outpost.api.Payload;
import outpost.api.Script;

/**
 * Collects edits of one configuration and writes them as one patch that applies to no other.
 *
 * <p>The patch names the epoch it was made from, not the number of status updates since: it goes in
 * although resources move meanwhile, and is refused (exit status 103) when somebody else changed
 * the configuration. Then the script ends well without having done anything, and the plan, which is
 * staged, is made anew from what is there now. What is created must have a parent that is there
 * already, since a patch looks all its places up first.
 */
final class CibPatch {
  private static final int CHANGED_MEANWHILE = 103;

  private final Cib cib;
  private final List<Xml> edits = new ArrayList<>();
  private final Map<String, Integer> created = new LinkedHashMap<>();
  private Xml after;

  CibPatch(Cib cib) {
    this.cib = cib;
    this.after = cib.root();
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
    if (element.is(name, value)) return;
    Map<String, String> attributes = new LinkedHashMap<>(element.attributes());
    attributes.put(name, value);
    modify(
        parent,
        element,
        attributes,
        Xml.of("change-attr", "name", name, "operation", "set", "value", value));
  }

  /** Takes an attribute of an element away. */
  void unsetAttribute(String parent, Xml element, String name) {
    if (!element.attributes().containsKey(name)) return;
    Map<String, String> attributes = new LinkedHashMap<>(element.attributes());
    attributes.remove(name);
    modify(parent, element, attributes, Xml.of("change-attr", "name", name, "operation", "unset"));
  }

  static Xml pair(String setId, String name, String value) {
    return Xml.of("nvpair", "id", setId + "-" + name, "name", name, "value", value);
  }

  private static Stream<Xml> pairs(Xml set, String name) {
    return set.children("nvpair").filter(pair -> pair.is("name", name));
  }

  private void modify(String parent, Xml element, Map<String, String> attributes, Xml how) {
    String path = below(parent, element);
    Xml result = new Xml(element.name(), attributes, List.of());
    edits.add(
        Xml.of("change", "operation", "modify", "path", path)
            .with(Xml.of("change-list").with(how), Xml.of("change-result").with(result)));
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
    byte[] patch = xml().text().getBytes(StandardCharsets.UTF_8);
    return sh(
            "cibadmin --patch --xml-pipe; rc=$?; [ $rc -eq {} ] && exit 0; exit $rc",
            CHANGED_MEANWHILE)
        .stdin(new Payload.Bytes(patch));
  }

  /** Returns what the configuration says before and after, where the two differ. */
  Change.Diff diff() {
    return new Change.Diff(
        "cluster configuration",
        text(CibLines.only(cib.root(), after)),
        text(CibLines.only(after, cib.root())),
        false);
  }

  private static String text(List<String> lines) {
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }
}
