package outpost.core.program;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import outpost.core.inventory.Host;
import outpost.core.inventory.Inventory;
import outpost.core.inventory.Layer;
import outpost.core.source.Node;
import outpost.core.template.Template;

/** The inventory's variables with their expressions parsed, each layer once for all its hosts. */
final class InventoryVars {
  private final Inventory inventory;
  private final Function<Node, Template> compile;
  private final Map<Layer, Map<String, Object>> compiled = new IdentityHashMap<>();

  InventoryVars(Inventory inventory, Function<Node, Template> compile) {
    this.inventory = inventory;
    this.compile = compile;
    inventory.hosts().forEach(this::of);
  }

  /** Returns a host's layers, the highest precedence first. */
  List<Map<String, Object>> of(Host host) {
    List<Map<String, Object>> layers = new ArrayList<>();
    inventory.layers(host).forEach(l -> layers.add(compiled.computeIfAbsent(l, this::compile)));
    Collections.reverse(layers);
    return layers;
  }

  /** Returns every layer of every host asked for so far. */
  Collection<Map<String, Object>> all() {
    return compiled.values();
  }

  private Map<String, Object> compile(Layer layer) {
    if (layer instanceof Layer.Given given) return given.values();
    Map<String, Object> vars = new LinkedHashMap<>();
    ((Layer.Written) layer).vars().forEach((name, node) -> vars.put(name, compile.apply(node)));
    return vars;
  }
}
