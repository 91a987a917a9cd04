package outpost.core.template;

import java.util.List;

final class ListBuiltIns {
  static final List<Signature> TABLE = List.of();

  private ListBuiltIns() {}
}
