package outpost.modules.cluster;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A place in a document as patches name it, from its root on: {@code
 * /cib/configuration/nodes/node[@id='1']}.
 */
final class XmlPath {
  private static final Pattern STEP = Pattern.compile("/([^/\\[]+)(?:\\[@id='([^']*)'])?");

  private final List<Step> steps;

  private record Step(String name, Optional<String> id) {
    boolean leadsTo(Xml element) {
      return element.name().equals(name) && id.map(i -> element.is("id", i)).orElse(true);
    }
  }

  private XmlPath(List<Step> steps) {
    this.steps = steps;
  }

  static XmlPath of(String path) {
    return new XmlPath(
        STEP.matcher(path)
            .results()
            .map(step -> new Step(step.group(1), Optional.ofNullable(step.group(2))))
            .toList());
  }

  Optional<Xml> find(Xml root) {
    Stream<Xml> at = Stream.of(root).filter(steps.get(0)::leadsTo);
    for (Step step : steps.subList(1, steps.size())) {
      at = at.flatMap(x -> x.children().stream()).filter(step::leadsTo).limit(1);
    }
    return at.findFirst();
  }

  /** Returns the document with other elements, or none, in this place; all but the root may go. */
  Xml replace(Xml root, Function<Xml, Stream<Xml>> how) {
    return steps.size() == 1 ? how.apply(root).findFirst().orElseThrow() : replace(root, 1, how);
  }

  private Xml replace(Xml at, int depth, Function<Xml, Stream<Xml>> how) {
    Step step = steps.get(depth);
    List<Xml> children =
        at.children().stream()
            .flatMap(
                child -> {
                  if (!step.leadsTo(child)) return Stream.of(child);
                  return depth + 1 == steps.size()
                      ? how.apply(child)
                      : Stream.of(replace(child, depth + 1, how));
                })
            .toList();
    return new Xml(at.name(), at.attributes(), children);
  }
}
