package outpost.core.program;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One use of a role, with the variables it has there.
 *
 * @param key the same for uses that do the same: a role runs once for each, host by host
 * @param defaults the weakest first: of roles it depends on, of roles around it, its own
 * @param vars the weakest first: of roles around it, of roles it depends on, its own
 * @param params given where it is used, those of roles around it among them
 * @param included whether a task included it during the run, rather than before it
 * @param around the role whose tasks or dependencies use it
 */
public record RoleUse(
    String name,
    Path folder,
    String key,
    List<VarLevel> defaults,
    List<VarLevel> vars,
    Map<String, Object> params,
    boolean allowDuplicates,
    boolean included,
    Optional<RoleUse> around) {

  /** Returns it with variables of which no more is known than their names. */
  RoleUse doubted() {
    return with(doubted(defaults), doubted(vars));
  }

  /** Returns it with other variables. */
  RoleUse with(List<VarLevel> defaults, List<VarLevel> vars) {
    return new RoleUse(
        name, folder, key, defaults, vars, params, allowDuplicates, included, around);
  }

  private static List<VarLevel> doubted(List<VarLevel> levels) {
    return levels.stream()
        .map(level -> new VarLevel(level.rank(), level.origin(), Learnt.doubted(level.vars())))
        .toList();
  }

  /** Returns the folders of roles around it, the nearest first. */
  public List<String> parentPaths() {
    List<String> paths = new ArrayList<>();
    for (Optional<RoleUse> r = around; r.isPresent(); r = r.get().around()) {
      paths.add(r.get().folder.toString());
    }
    return paths;
  }

  /** Returns the names of roles around it, the nearest first. */
  public List<String> parents() {
    List<String> names = new ArrayList<>();
    for (Optional<RoleUse> r = around; r.isPresent(); r = r.get().around()) names.add(r.get().name);
    return names;
  }
}
