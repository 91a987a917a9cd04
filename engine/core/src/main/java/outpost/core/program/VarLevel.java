package outpost.core.program;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import outpost.core.template.Template;

/**
 * Variables that come from one place.
 *
 * @param origin the place, for people: {@code group_vars/web.yml}; empty if the rank says it all
 * @param vars values, or templates that give them
 */
public record VarLevel(Rank rank, String origin, Map<String, Object> vars) {

  /** What decides which of two variables wins, the weakest first. */
  public enum Rank {
    ROLE_DEFAULTS("defaults of a role"),
    INVENTORY("inventory"),
    FACTS("facts"),
    PLAY_VARS("`vars` of the play"),
    PROMPTED("`vars_prompt`"),
    VARS_FILES("`vars_files`"),
    ROLE_VARS("`vars` of a role"),
    TASK_VARS("`vars` of blocks and the task"),
    INCLUDE_VARS("`include_vars`"),
    SET("`set_fact` and `register`"),
    ROLE_PARAMS("parameters of a role"),
    INCLUDE_PARAMS("`vars` of an include"),
    EXTRA("`-e` on the command line"),
    MAGIC("set by the engine"),
    LOOP("loop");

    private final String label;

    Rank(String label) {
      this.label = label;
    }

    /** Returns it for people. */
    public String label() {
      return label;
    }
  }

  public VarLevel(Rank rank, Map<String, Object> vars) {
    this(rank, "", vars);
  }

  /** Returns the variables that these refer to in turn. */
  public Set<String> references() {
    Set<String> names = new TreeSet<>();
    for (Object value : vars.values()) {
      if (value instanceof Template template) names.addAll(template.variables());
    }
    return names;
  }
}
