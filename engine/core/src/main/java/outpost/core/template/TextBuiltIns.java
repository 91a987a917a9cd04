package outpost.core.template;

import java.util.List;

final class TextBuiltIns {
  static final List<Signature> TABLE = List.of();

  private TextBuiltIns() {}
}
