package outpost.core.template;

import java.util.List;

final class MapBuiltIns {
  static final List<Signature> TABLE = List.of();

  private MapBuiltIns() {}
}
