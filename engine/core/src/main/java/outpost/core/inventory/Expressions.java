package outpost.core.inventory;

import java.util.Optional;
import outpost.core.source.Node;
import outpost.core.source.Problems;

/** Reads the expressions of constructed inventories, whose language this room does not know. */
public interface Expressions {
  /** What an expression gives. */
  enum Kind {
    /** Any value. */
    VALUE,
    /** True or false. */
    CONDITION,
    /** Text, in which expressions stand in {@code ${…}}. */
    TEXT
  }

  /** Knows no expressions, so a constructed inventory cannot be read. */
  Expressions NONE =
      (written, kind, extra, problems) -> {
        problems.error(
            written.span(), "unsupported-inventory", "expressions cannot be evaluated here");
        return Optional.empty();
      };

  /**
   * Returns an expression; nothing if it cannot be read, which is told.
   *
   * @param extra whether it sees the variables of the command line
   */
  Optional<Expression> read(Node.Scalar written, Kind kind, boolean extra, Problems problems);

  /** What can be evaluated for each host. */
  interface Expression {
    /** Evaluates it with the variables of a host. */
    Answer of(Host host, Inventory soFar);
  }

  /**
   * A value, or why there is none.
   *
   * @param value empty if it failed or is null
   * @param failure empty if it did not fail
   * @param missing whether it failed because something is not defined
   */
  record Answer(Optional<Object> value, Problems failure, boolean missing) {
    public static Answer of(Object value) {
      return new Answer(Optional.ofNullable(value), new Problems(), false);
    }
  }
}
