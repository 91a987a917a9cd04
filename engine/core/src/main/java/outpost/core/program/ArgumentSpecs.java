package outpost.core.program;

import java.nio.file.Path;
import java.util.List;
import outpost.core.language.RoleMeta;
import outpost.core.source.Problems;

/** The arguments that a role takes, as {@code argument_specs} says. */
final class ArgumentSpecs {
  private ArgumentSpecs() {}

  static List<Part> check(
      Path folder,
      RoleMeta meta,
      Roles.Wanted wanted,
      Binder binder,
      Around inside,
      Problems problems) {
    return List.of();
  }
}
