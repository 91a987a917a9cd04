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
import outpost.core.program.VarLevel.Rank;
import outpost.core.source.Node;
import outpost.core.source.Sources;
import outpost.core.template.Template;
import outpost.core.template.Unknown;

/** The inventory's variables with their expressions parsed, each layer once for all its hosts. */
final class InventoryVars {
  private final Inventory inventory;
  private final Function<Node, Template> compile;
  private final Map<Layer, VarLevel> compiled;

  InventoryVars(Inventory inventory, Function<Node, Template> compile) {
    this(inventory, compile, new IdentityHashMap<>());
  }

  private InventoryVars(
      Inventory inventory, Function<Node, Template> compile, Map<Layer, VarLevel> compiled) {
    this.inventory = inventory;
    this.compile = compile;
    this.compiled = compiled;
    inventory.hosts().forEach(this::of);
  }

  /** Returns the variables of an inventory that came of this one, layers in common among them. */
  InventoryVars of(Inventory next) {
    Map<Layer, VarLevel> known = new IdentityHashMap<>();
    synchronized (compiled) {
      known.putAll(compiled);
    }
    return new InventoryVars(next, compile, known);
  }

  Inventory inventory() {
    return inventory;
  }

  /** Returns a host's levels, the highest precedence first. */
  List<VarLevel> of(Host host) {
    List<VarLevel> levels = new ArrayList<>();
    synchronized (compiled) {
      inventory.layers(host).forEach(l -> levels.add(compiled.computeIfAbsent(l, this::compile)));
    }
    Collections.reverse(levels);
    return List.copyOf(levels);
  }

  /** Returns a host's levels as they may be when tasks have put it into other groups. */
  List<VarLevel> perhaps(Host host, Sources sources) {
    Map<String, Object> doubtful = new LinkedHashMap<>();
    for (Layer layer : inventory.otherLayers(host, sources)) {
      layer.names().forEach(name -> doubtful.put(name, Unknown.ANY));
    }
    List<VarLevel> levels = new ArrayList<>(of(host));
    levels.add(inventory.ownLayers(host).size(), new VarLevel(Rank.INVENTORY, doubtful));
    return levels;
  }

  /** Returns every level of every host asked for so far. */
  Collection<VarLevel> all() {
    return compiled.values();
  }

  private VarLevel compile(Layer layer) {
    if (layer instanceof Layer.Given given) {
      return new VarLevel(Rank.INVENTORY, layer.origin(), given.values());
    }
    Map<String, Object> vars = new LinkedHashMap<>();
    ((Layer.Written) layer).vars().forEach((name, node) -> vars.put(name, compile.apply(node)));
    return new VarLevel(Rank.INVENTORY, layer.origin(), vars);
  }
}
