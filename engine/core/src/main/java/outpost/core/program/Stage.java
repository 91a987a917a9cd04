package outpost.core.program;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a play gives its tasks to see.
 *
 * @param vars of the play, the weakest first
 * @param files what {@code vars_files} gives a host, the weakest first
 * @param exported roles whose variables all tasks see, the weakest first
 * @param magic set by the engine
 */
public record Stage(
    List<VarLevel> vars,
    Function<String, List<VarLevel>> files,
    List<RoleUse> exported,
    Map<String, Object> magic) {

  /** Outside any play. */
  public static final Stage NONE = new Stage(List.of(), host -> List.of(), List.of(), Map.of());

  /** Returns it with the variables of one more role. */
  Stage with(RoleUse role) {
    List<RoleUse> all = Stream.concat(exported.stream(), Stream.of(role)).toList();
    return new Stage(vars, files, all, magic);
  }
}
