package outpost.link;

import java.util.Arrays;
import java.util.List;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The code of what a record compares itself by, or is shown as, as {@code ObjectMethods} has it.
 */
record RecordMethod(Type type, List<Handle> parts) {
  private static final String OBJECT = "Ljava/lang/Object;";
  private static final String BUILDER = "java/lang/StringBuilder";

  /**
   * @param arguments the record, the names of its parts, and what reads each
   */
  static RecordMethod of(Object[] arguments) {
    List<Handle> parts = Arrays.stream(arguments).skip(2).map(Handle.class::cast).toList();
    return new RecordMethod((Type) arguments[0], parts);
  }

  /** Writes what takes the place of a call, whose arguments are the method's own. */
  void write(String method, MethodVisitor code) {
    switch (method) {
      case "equals" -> equals(code);
      case "hashCode" -> hash(code);
      case "toString" -> show(code);
      default -> throw new IllegalArgumentException("no record has " + method);
    }
  }

  /** Puts a part of the record in that variable on the stack. */
  private void read(Handle part, int variable, MethodVisitor code) {
    code.visitVarInsn(Opcodes.ALOAD, variable);
    code.visitFieldInsn(Opcodes.GETFIELD, type.getInternalName(), part.getName(), part.getDesc());
  }

  private void equals(MethodVisitor code) {
    // both are on the stack, and in the first two variables
    code.visitInsn(Opcodes.POP2);
    Label no = new Label();
    code.visitVarInsn(Opcodes.ALOAD, 1);
    code.visitTypeInsn(Opcodes.INSTANCEOF, type.getInternalName());
    code.visitJumpInsn(Opcodes.IFEQ, no);
    code.visitVarInsn(Opcodes.ALOAD, 1);
    code.visitTypeInsn(Opcodes.CHECKCAST, type.getInternalName());
    code.visitVarInsn(Opcodes.ASTORE, 2);
    for (Handle part : parts) {
      read(part, 0, code);
      read(part, 2, code);
      compare(Type.getType(part.getDesc()), no, code);
    }
    code.visitInsn(Opcodes.ICONST_1);
    code.visitInsn(Opcodes.IRETURN);
    code.visitLabel(no);
    code.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
    code.visitInsn(Opcodes.ICONST_0);
  }

  private static void compare(Type part, Label no, MethodVisitor code) {
    switch (part.getSort()) {
      case Type.BOOLEAN, Type.CHAR, Type.BYTE, Type.SHORT, Type.INT ->
          code.visitJumpInsn(Opcodes.IF_ICMPNE, no);
      case Type.LONG -> {
        code.visitInsn(Opcodes.LCMP);
        code.visitJumpInsn(Opcodes.IFNE, no);
      }
      case Type.FLOAT, Type.DOUBLE -> {
        String both = "(" + part + part + ")I";
        call(box(part), "compare", both, code);
        code.visitJumpInsn(Opcodes.IFNE, no);
      }
      default -> {
        call("java/util/Objects", "equals", "(" + OBJECT + OBJECT + ")Z", code);
        code.visitJumpInsn(Opcodes.IFEQ, no);
      }
    }
  }

  private void hash(MethodVisitor code) {
    code.visitInsn(Opcodes.POP);
    code.visitInsn(Opcodes.ICONST_0);
    for (Handle part : parts) {
      code.visitIntInsn(Opcodes.BIPUSH, 31);
      code.visitInsn(Opcodes.IMUL);
      read(part, 0, code);
      Type type = Type.getType(part.getDesc());
      if (type.getSort() < Type.ARRAY) call(box(type), "hashCode", "(" + type + ")I", code);
      else call("java/util/Objects", "hashCode", "(" + OBJECT + ")I", code);
      code.visitInsn(Opcodes.IADD);
    }
  }

  private void show(MethodVisitor code) {
    code.visitInsn(Opcodes.POP);
    code.visitTypeInsn(Opcodes.NEW, BUILDER);
    code.visitInsn(Opcodes.DUP);
    code.visitMethodInsn(Opcodes.INVOKESPECIAL, BUILDER, "<init>", "()V", false);
    String before = simpleName() + "[";
    for (Handle part : parts) {
      text(before + part.getName() + "=", code);
      read(part, 0, code);
      call("java/lang/String", "valueOf", "(" + shown(part) + ")Ljava/lang/String;", code);
      append(code);
      before = ", ";
    }
    text(parts.isEmpty() ? before + "]" : "]", code);
    code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, BUILDER, "toString", "()Ljava/lang/String;", false);
  }

  /** Returns its name without what it is in; that of a local one has a number before it. */
  private String simpleName() {
    return type.getInternalName().replaceFirst(".*[/$][0-9]*", "");
  }

  private static String shown(Handle part) {
    return switch (Type.getType(part.getDesc()).getSort()) {
      case Type.BYTE, Type.SHORT -> "I";
      case Type.ARRAY, Type.OBJECT -> OBJECT;
      default -> part.getDesc();
    };
  }

  private static void text(String text, MethodVisitor code) {
    code.visitLdcInsn(text);
    append(code);
  }

  private static void append(MethodVisitor code) {
    code.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL,
        BUILDER,
        "append",
        "(Ljava/lang/String;)Ljava/lang/StringBuilder;",
        false);
  }

  private static void call(String owner, String method, String type, MethodVisitor code) {
    code.visitMethodInsn(Opcodes.INVOKESTATIC, owner, method, type, false);
  }

  private static String box(Type type) {
    return switch (type.getSort()) {
      case Type.BOOLEAN -> "java/lang/Boolean";
      case Type.CHAR -> "java/lang/Character";
      case Type.BYTE -> "java/lang/Byte";
      case Type.SHORT -> "java/lang/Short";
      case Type.INT -> "java/lang/Integer";
      case Type.LONG -> "java/lang/Long";
      case Type.FLOAT -> "java/lang/Float";
      default -> "java/lang/Double";
    };
  }
}
