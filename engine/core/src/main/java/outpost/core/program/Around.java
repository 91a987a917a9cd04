package outpost.core.program;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outpost.core.template.Scope;

/**
 * Where tasks stand that are being bound.
 *
 * @param role whose tasks they are
 * @param includeVars variables of the includes that brought them
 * @param files where their files are looked for
 * @param chain the files that hold them, the innermost first: none may hold itself
 * @param known variables that are known while binding
 */
record Around(
    Optional<RoleUse> role,
    Map<String, Object> includeVars,
    SearchPath files,
    List<Path> chain,
    List<VarLevel> known) {

  /** Returns where the tasks of a file stand. */
  Around in(Path file) {
    List<Path> longer = new ArrayList<>(List.of(file));
    longer.addAll(chain);
    Path folder = file.toAbsolutePath().normalize().getParent();
    return new Around(role, includeVars, files.beside(folder), longer, known);
  }

  /** Returns where tasks stand that an include with these variables brings. */
  Around included(Map<String, Object> vars) {
    Map<String, Object> all = new LinkedHashMap<>(includeVars);
    all.putAll(vars);
    return new Around(role, all, files, chain, known);
  }

  /** Returns where the tasks of a role stand. */
  Around of(RoleUse use) {
    return new Around(Optional.of(use), includeVars, files.inRole(use.folder()), chain, known);
  }

  /** Returns what is known of variables before any host is asked. */
  Scope scope() {
    List<VarLevel> all = new ArrayList<>();
    known.stream().filter(l -> l.rank() == VarLevel.Rank.EXTRA).forEach(all::add);
    all.add(new VarLevel(VarLevel.Rank.INCLUDE_PARAMS, includeVars));
    role.ifPresent(
        r -> {
          all.add(new VarLevel(VarLevel.Rank.ROLE_PARAMS, r.params()));
          for (int i = r.vars().size() - 1; i >= 0; i--) all.add(r.vars().get(i));
        });
    known.stream().filter(l -> l.rank() != VarLevel.Rank.EXTRA).forEach(all::add);
    role.ifPresent(
        r -> {
          for (int i = r.defaults().size() - 1; i >= 0; i--) all.add(r.defaults().get(i));
        });
    return new LayeredScope(all);
  }
}
