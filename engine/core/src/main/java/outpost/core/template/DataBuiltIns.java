package outpost.core.template;

import java.util.List;

final class DataBuiltIns {
  static final List<Signature> TABLE = List.of();

  private DataBuiltIns() {}
}
