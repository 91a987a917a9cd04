package outpost.link;

import org.objectweb.asm.Type;
import org.objectweb.asm.commons.GeneratorAdapter;

/**
 * Makes of a value what is wanted in its place: boxed, unboxed, widened, or seen as another class.
 *
 * @param from how it comes
 * @param meant what it is known to be
 * @param to what is wanted
 */
record Conversion(Type from, Type meant, Type to) {
  void write(GeneratorAdapter code) {
    if (isPrimitive(from) && isPrimitive(to)) {
      code.cast(from, to);
    } else if (isPrimitive(from)) {
      code.valueOf(from);
    } else if (isPrimitive(to)) {
      Type held = held(meant, to);
      code.unbox(held);
      code.cast(held, to);
    } else if (!from.equals(to)) {
      code.checkCast(to);
    }
  }

  /** Returns what a box holds; what is no box by its class can only be one of what is wanted. */
  private static Type held(Type box, Type otherwise) {
    return switch (box.getInternalName()) {
      case "java/lang/Boolean" -> Type.BOOLEAN_TYPE;
      case "java/lang/Character" -> Type.CHAR_TYPE;
      case "java/lang/Byte" -> Type.BYTE_TYPE;
      case "java/lang/Short" -> Type.SHORT_TYPE;
      case "java/lang/Integer" -> Type.INT_TYPE;
      case "java/lang/Long" -> Type.LONG_TYPE;
      case "java/lang/Float" -> Type.FLOAT_TYPE;
      case "java/lang/Double" -> Type.DOUBLE_TYPE;
      default -> otherwise;
    };
  }

  private static boolean isPrimitive(Type type) {
    return type.getSort() < Type.ARRAY;
  }
}
