package outpost.core.program;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import outpost.core.event.TaskInfo;
import outpost.core.language.Keyword;
import outpost.core.template.Condition;
import outpost.core.template.Omit;
import outpost.core.template.Scope;
import outpost.core.template.Template;
import outpost.core.template.Templates;

/**
 * A task bound to its module, its expressions parsed. Keywords of its play and blocks are already
 * in it.
 *
 * @param title its name where that holds expressions
 * @param vars variables of the task and the blocks around it
 * @param includeVars variables of the includes that brought it
 * @param tags its own and those around it
 * @param notifies names or topics of handlers, one text or a list
 * @param listen topics to which it listens, if it is a handler
 * @param role the role that it belongs to
 * @param files where its files are looked for
 * @param magic variables set by the engine for it
 */
public record Step(
    TaskInfo info,
    Optional<Template> title,
    Use use,
    Map<String, Object> vars,
    Map<String, Object> includeVars,
    Set<String> tags,
    Optional<Condition> when,
    Optional<Loop> loop,
    Optional<String> register,
    Optional<Condition> changedWhen,
    Optional<Condition> failedWhen,
    Optional<Until> until,
    Optional<Async> async,
    List<Template> notifies,
    List<String> listen,
    Settings settings,
    Optional<RoleUse> role,
    SearchPath files,
    Map<String, Object> magic)
    implements Part {

  /** The time limit of a task that says nothing. */
  public static final Duration TIMEOUT = Duration.ofMinutes(30);

  /**
   * What a task repeats over.
   *
   * @param with the lookup that gives the items, of {@code with_items} and its like
   * @param extended whether {@code ansible_loop} is there
   * @param breakWhen ends it after an item
   */
  public record Loop(
      Template items,
      Optional<With> with,
      String var,
      Optional<String> indexVar,
      Optional<Template> label,
      Optional<Template> pause,
      Optional<Template> extended,
      Optional<Condition> breakWhen) {}

  /**
   * A lookup that gives a loop its items.
   *
   * @param folder where it looks for files of a role, or beside the playbook, first
   */
  public record With(String lookup, String folder, Templates templates) {}

  /** How often a task is tried, and until when. */
  public record Until(
      Optional<Condition> done, Optional<Template> retries, Optional<Template> delay) {}

  /** A task that goes on by itself: its limit in seconds, and how often it is looked at. */
  public record Async(Template limit, Optional<Template> poll) {}

  /**
   * Keywords whose values may hang on variables.
   *
   * @param values what is said of each keyword, the innermost first: one that is omitted leaves it
   *     to the next
   * @param environment to lay over each other, the outermost first
   */
  public record Settings(Map<Keyword, List<Template>> values, List<Template> environment) {

    /** What holds where nothing is said. */
    public static final Settings NONE = new Settings(Map.of(), List.of());

    public Settings {
      Map<Keyword, List<Template>> copy = new EnumMap<>(Keyword.class);
      copy.putAll(values);
      values = copy;
    }

    /**
     * Returns the value of a keyword; empty where nothing is said of it.
     *
     * @throws outpost.core.template.EvaluationFailed if it has no value
     * @throws outpost.core.template.UnknownValue if it is not known yet
     */
    public Optional<Given> value(Keyword keyword, Scope scope) {
      for (Template template : values.getOrDefault(keyword, List.of())) {
        Object value = template.evaluate(scope);
        if (value != Omit.OMIT) return Optional.of(new Given(template, value));
      }
      return Optional.empty();
    }

    /** Whether anything is said of a keyword. */
    public boolean says(Keyword keyword) {
      return values.containsKey(keyword);
    }
  }

  /** What a keyword comes to, and what gave it. */
  public record Given(Template from, Object value) {}

  /** Returns it without what is said of a keyword. */
  Step without(Keyword keyword) {
    Map<Keyword, List<Template>> values = new EnumMap<>(settings.values());
    values.remove(keyword);
    return new Step(
        info,
        title,
        use,
        vars,
        includeVars,
        tags,
        when,
        loop,
        register,
        changedWhen,
        failedWhen,
        until,
        async,
        notifies,
        listen,
        new Settings(values, settings.environment()),
        role,
        files,
        magic);
  }

  /** Returns every template and condition of it, for checks and to learn what they refer to. */
  public List<Template> templates() {
    return StepParts.templates(this);
  }

  /** Returns every condition of it. */
  public List<Condition> conditions() {
    return StepParts.conditions(this);
  }
}
