package outpost.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import outpost.api.Secret;
import outpost.core.program.Foresight;
import outpost.core.program.Step;
import outpost.core.program.VarLevel;
import outpost.core.source.Source;
import outpost.core.template.EvaluationFailed;
import outpost.core.template.Scope;
import outpost.core.template.Template;
import outpost.core.template.Unknown;
import outpost.core.template.UnknownValue;

/**
 * Draws what a variable is for a host: a row for each place that gives it, the strongest first.
 *
 * @param step the task that sees it; none for its play
 */
record VarsText(Foresight foresight, String name, String host, Optional<Step> step) {
  /** Longer values are cut off in all rows but the first line. */
  private static final int LONGEST = 60;

  private record Row(String label, String place, String value) {}

  /** Returns the lines; empty if nothing gives the variable, and nothing in the run will. */
  Optional<List<String>> lines() {
    List<VarLevel> levels = foresight.levels(host, step);
    Scope scope = Foresight.scope(levels);
    List<Row> rows = new ArrayList<>();
    for (VarLevel level : levels) {
      if (!level.vars().containsKey(name)) continue;
      Object value = level.vars().get(name);
      Row row = new Row(label(level), place(value), cut(row(value, scope)));
      // a folder beside inventory and playbook at once is read for both
      if (row.place().isEmpty() || !rows.contains(row)) rows.add(row);
    }
    List<String> lines = new ArrayList<>();
    List<Foresight.Setter> setters = foresight.setters(name, host);
    if (rows.isEmpty() && setters.isEmpty()) return Optional.empty();
    lines.add(
        name
            + " of "
            + host
            + (rows.isEmpty()
                ? " is not defined before the run"
                : " = " + value(scope.get(name), scope)));
    int label = rows.stream().mapToInt(row -> row.label().length()).max().orElse(0);
    int place = rows.stream().mapToInt(row -> row.place().length()).max().orElse(0);
    String wins = "  wins  ";
    for (Row row : rows) {
      String line = "%s%-" + label + "s  %-" + Math.max(1, place) + "s  %s";
      lines.add(line.formatted(wins, row.label(), row.place(), row.value()).stripTrailing());
      wins = "        ";
    }
    for (Foresight.Setter setter : setters) {
      lines.add(
          "  may be set in the run by `%s` of %s  %s"
              .formatted(
                  setter.how(),
                  Text.line(setter.step().info().title()),
                  setter.step().info().place()));
    }
    return Optional.of(lines);
  }

  private static String label(VarLevel level) {
    boolean inventory = level.rank() == VarLevel.Rank.INVENTORY && !level.origin().isEmpty();
    return inventory ? "inventory: " + level.origin() : level.rank().label();
  }

  private static String place(Object value) {
    return value instanceof Template template ? template.span().toString() : "";
  }

  private static String row(Object value, Scope scope) {
    String shown = value(value, scope);
    if (!(value instanceof Template.Leaf template) || template.constant()) return shown;
    boolean secret = template.span().source().secrecy() != Source.Secrecy.NONE;
    String written = Text.line(template.span().text());
    return secret || written.startsWith("$ANSIBLE_VAULT") || written.startsWith("!vault")
        ? shown
        : shown + "  from " + written;
  }

  private static String value(Object value, Scope scope) {
    try {
      Object shown = value instanceof Template template ? template.preview(scope) : value;
      if (hasUnknown(shown)) return "(known in the run only)";
      if (shown instanceof Secret) return shown.toString();
      return shown instanceof String text
          ? Text.line(text)
          : Json.of(new Json.Foreign(shown), UnaryOperator.identity());
    } catch (EvaluationFailed e) {
      return "(no value: " + e.problem().message() + ")";
    } catch (UnknownValue e) {
      return "(known in the run only)";
    }
  }

  private static boolean hasUnknown(Object value) {
    if (value instanceof Unknown) return true;
    if (value instanceof Secret) return false;
    if (value instanceof List<?> list) return list.stream().anyMatch(VarsText::hasUnknown);
    return value instanceof Map<?, ?> map && map.values().stream().anyMatch(VarsText::hasUnknown);
  }

  private static String cut(String value) {
    return value.length() <= LONGEST ? value : value.substring(0, LONGEST - 1) + "…";
  }
}
