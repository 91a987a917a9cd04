package outpost.link;

import java.util.stream.IntStream;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.GeneratorAdapter;
import org.objectweb.asm.commons.Method;

/**
 * A class for a lambda expression or a method reference, as {@code LambdaMetafactory} would make
 * it.
 *
 * @param name of the class
 * @param method that its interface asks for
 * @param site takes what is captured, and returns the interface
 * @param erased the type of the method as the interface declares it
 * @param body what is called
 * @param meant the type of the method in this place
 */
record Lambda(String name, String method, String site, Type erased, Handle body, Type meant) {
  /** What tells its name from that of the class it is in; a number follows. */
  static final String MARK = "$$Lambda";

  private static final String MAKE = "make";
  private static final String ONE = "ONE";
  private static final Method INIT = Method.getMethod("void <init> ()");

  private Type type() {
    return Type.getObjectType(name);
  }

  private Type[] captured() {
    return Type.getArgumentTypes(site);
  }

  /** Writes what takes the place of the expression. */
  void call(MethodVisitor code) {
    if (captured().length > 0) {
      code.visitMethodInsn(Opcodes.INVOKESTATIC, name, MAKE, site, false);
    } else {
      code.visitFieldInsn(Opcodes.GETSTATIC, name, ONE, Type.getReturnType(site).getDescriptor());
    }
  }

  /**
   * Returns the class.
   *
   * @param host of the nest that it belongs to
   */
  byte[] bytes(String host) {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    String[] interfaces = {Type.getReturnType(site).getInternalName()};
    writer.visit(
        Opcodes.V17,
        Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC,
        name,
        null,
        "java/lang/Object",
        interfaces);
    writer.visitNestHost(host);
    for (int i = 0; i < captured().length; i++) {
      writer.visitField(
          Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL,
          field(i),
          captured()[i].getDescriptor(),
          null,
          null);
    }
    constructor(writer);
    if (captured().length > 0) make(writer);
    else one(writer);
    method(writer);
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static String field(int number) {
    return "c" + number;
  }

  private static GeneratorAdapter code(ClassWriter writer, int access, Method method) {
    return new GeneratorAdapter(access, method, null, null, writer);
  }

  private Method init() {
    return new Method("<init>", Type.VOID_TYPE, captured());
  }

  private void constructor(ClassWriter writer) {
    GeneratorAdapter code = code(writer, Opcodes.ACC_PRIVATE, init());
    code.loadThis();
    code.invokeConstructor(Type.getType(Object.class), INIT);
    for (int i = 0; i < captured().length; i++) {
      code.loadThis();
      code.loadArg(i);
      code.putField(type(), field(i), captured()[i]);
    }
    code.returnValue();
    code.endMethod();
  }

  private void make(ClassWriter writer) {
    GeneratorAdapter code = code(writer, Opcodes.ACC_STATIC, new Method(MAKE, site));
    code.newInstance(type());
    code.dup();
    code.loadArgs();
    code.invokeConstructor(type(), init());
    code.returnValue();
    code.endMethod();
  }

  /** What captures nothing is the same object each time. */
  private void one(ClassWriter writer) {
    Type type = Type.getReturnType(site);
    writer.visitField(
        Opcodes.ACC_STATIC | Opcodes.ACC_FINAL, ONE, type.getDescriptor(), null, null);
    GeneratorAdapter code = code(writer, Opcodes.ACC_STATIC, Method.getMethod("void <clinit> ()"));
    code.newInstance(type());
    code.dup();
    code.invokeConstructor(type(), init());
    code.putStatic(type(), ONE, type);
    code.returnValue();
    code.endMethod();
  }

  private void method(ClassWriter writer) {
    GeneratorAdapter code =
        code(writer, Opcodes.ACC_PUBLIC, new Method(method, erased.getDescriptor()));
    boolean makes = body.getTag() == Opcodes.H_NEWINVOKESPECIAL;
    Type owner = Type.getObjectType(body.getOwner());
    if (makes) {
      code.newInstance(owner);
      code.dup();
    }
    Type[] wanted = wanted(owner);
    for (int i = 0; i < captured().length; i++) {
      code.loadThis();
      code.getField(type(), field(i), captured()[i]);
    }
    for (int i = captured().length; i < wanted.length; i++) {
      int from = i - captured().length;
      code.loadArg(from);
      new Conversion(erased.getArgumentTypes()[from], meant.getArgumentTypes()[from], wanted[i])
          .write(code);
    }
    invoke(code);
    Type result = makes ? owner : Type.getReturnType(body.getDesc());
    if (erased.getReturnType() == Type.VOID_TYPE) drop(code, result);
    else new Conversion(result, result, erased.getReturnType()).write(code);
    code.returnValue();
    code.endMethod();
  }

  /** Returns what the body takes, with the object that it is a method of. */
  private Type[] wanted(Type owner) {
    Type[] arguments = Type.getArgumentTypes(body.getDesc());
    boolean alone =
        body.getTag() == Opcodes.H_INVOKESTATIC || body.getTag() == Opcodes.H_NEWINVOKESPECIAL;
    if (alone) return arguments;
    return IntStream.rangeClosed(0, arguments.length)
        .mapToObj(i -> i == 0 ? owner : arguments[i - 1])
        .toArray(Type[]::new);
  }

  private void invoke(GeneratorAdapter code) {
    int how =
        switch (body.getTag()) {
          case Opcodes.H_INVOKESTATIC -> Opcodes.INVOKESTATIC;
          case Opcodes.H_NEWINVOKESPECIAL -> Opcodes.INVOKESPECIAL;
          case Opcodes.H_INVOKEINTERFACE -> Opcodes.INVOKEINTERFACE;
          // a private method, called from its nest
          case Opcodes.H_INVOKEVIRTUAL, Opcodes.H_INVOKESPECIAL ->
              body.isInterface() ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL;
          default -> throw new IllegalArgumentException("no lambda calls " + body);
        };
    code.visitMethodInsn(how, body.getOwner(), body.getName(), body.getDesc(), body.isInterface());
  }

  private static void drop(GeneratorAdapter code, Type type) {
    if (type.getSize() == 1) code.pop();
    else if (type.getSize() == 2) code.pop2();
  }
}
