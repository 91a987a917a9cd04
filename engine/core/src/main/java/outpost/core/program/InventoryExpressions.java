package outpost.core.program;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import outpost.core.inventory.Expressions;
import outpost.core.inventory.Host;
import outpost.core.inventory.Inventory;
import outpost.core.program.VarLevel.Rank;
import outpost.core.source.Diagnostic;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.template.EvaluationFailed;
import outpost.core.template.Scope;
import outpost.core.template.Templates;
import outpost.core.template.UnknownValue;

/** Evaluates what constructed inventories say. One thread at a time. */
public final class InventoryExpressions implements Expressions {
  private final Templates templates;
  private final VarLevel extra;

  /** The scopes of the hosts, of the inventory that was asked about last. */
  private final Map<Host, List<VarLevel>> levels = new HashMap<>();

  private InventoryVars vars;

  /**
   * @param extra the variables of the command line
   */
  public InventoryExpressions(Templates templates, Map<String, Object> extra) {
    this.templates = templates;
    this.extra = new VarLevel(Rank.EXTRA, "--extra-vars", extra);
  }

  @Override
  public Optional<Expression> read(
      Node.Scalar written, Kind kind, boolean seesExtra, Problems problems) {
    Problems found = new Problems();
    Function<Scope, Object> evaluate =
        switch (kind) {
          case CONDITION -> templates.condition(written, found)::test;
          case TEXT -> templates.compile(written, found)::evaluate;
          case VALUE -> templates.compile(bare(written), found)::evaluate;
        };
    problems.addAll(found);
    if (found.hasErrors()) return Optional.empty();
    return Optional.of((host, soFar) -> answer(evaluate, scope(host, soFar, seesExtra)));
  }

  /** An expression here needs no `${}`, but may have it. */
  private static Node.Scalar bare(Node.Scalar written) {
    if (written.isTemplate() || written.isRaw()) return written;
    return new Node.Scalar(
        written.span(), "${" + written.text() + "}", written.plain(), written.tag());
  }

  private static Answer answer(Function<Scope, Object> evaluate, Scope scope) {
    try {
      return Answer.of(evaluate.apply(scope));
    } catch (EvaluationFailed e) {
      Problems failure = new Problems();
      failure.report(Diagnostic.Severity.ERROR, Optional.of(e.span()), e.problem());
      return new Answer(Optional.empty(), failure, e.isMissing());
    } catch (UnknownValue e) {
      return Answer.of(null); // it hangs on what could not be read, and that is told
    }
  }

  private Scope scope(Host host, Inventory soFar, boolean seesExtra) {
    if (vars == null || vars.inventory() != soFar) {
      Problems later = new Problems(); // what is wrong in them is told when all of it is bound
      vars = new InventoryVars(soFar, node -> templates.compile(node, later));
      levels.clear();
    }
    List<VarLevel> highestFirst = new ArrayList<>();
    if (seesExtra) highestFirst.add(extra);
    highestFirst.addAll(levels.computeIfAbsent(host, vars::of));
    return LayeredScope.over(names(host, soFar), new LayeredScope(highestFirst));
  }

  private static Map<String, Object> names(Host host, Inventory soFar) {
    return Map.of(
        "inventory_hostname", host.name(),
        "inventory_hostname_short", Variables.shortName(host.name()),
        "group_names", soFar.groupNames(host));
  }
}
