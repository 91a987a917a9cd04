package outpost.link;

import java.util.Map;
import java.util.TreeMap;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Copies a class, and links what it can of the places in it that are linked by a method. */
final class LinkedClass extends ClassVisitor {
  private static final Handle LAMBDA =
      new Handle(
          Opcodes.H_INVOKESTATIC,
          "java/lang/invoke/LambdaMetafactory",
          "metafactory",
          "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;"
              + "Ljava/lang/invoke/MethodType;Ljava/lang/invoke/MethodHandle;"
              + "Ljava/lang/invoke/MethodType;)Ljava/lang/invoke/CallSite;",
          false);
  private static final Handle RECORD =
      new Handle(
          Opcodes.H_INVOKESTATIC,
          "java/lang/runtime/ObjectMethods",
          "bootstrap",
          "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;"
              + "Ljava/lang/invoke/TypeDescriptor;Ljava/lang/Class;Ljava/lang/String;"
              + "[Ljava/lang/invoke/MethodHandle;)Ljava/lang/Object;",
          false);

  private final Map<String, byte[]> made = new TreeMap<>();
  private String name;
  private String host;
  private boolean changed;

  LinkedClass(ClassVisitor next) {
    super(Opcodes.ASM9, next);
  }

  boolean isChanged() {
    return changed;
  }

  /** Returns the classes that were made for it, by their names. */
  Map<String, byte[]> made() {
    return made;
  }

  /** Returns the class that holds its nest together. */
  String host() {
    return host;
  }

  @Override
  public void visit(
      int version, int access, String name, String signature, String parent, String[] interfaces) {
    this.name = name;
    this.host = name;
    super.visit(version, access, name, signature, parent, interfaces);
  }

  @Override
  public void visitNestHost(String host) {
    this.host = host;
    super.visitNestHost(host);
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] exceptions) {
    MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
    return new MethodVisitor(Opcodes.ASM9, next) {
      @Override
      public void visitInvokeDynamicInsn(
          String method, String type, Handle bootstrap, Object... arguments) {
        if (bootstrap.equals(LAMBDA)) {
          lambda(method, type, arguments).call(mv);
        } else if (bootstrap.equals(RECORD)) {
          RecordMethod.of(arguments).write(method, mv);
        } else {
          super.visitInvokeDynamicInsn(method, type, bootstrap, arguments);
          return;
        }
        changed = true;
      }
    };
  }

  private Lambda lambda(String method, String type, Object[] arguments) {
    Lambda lambda =
        new Lambda(
            name + Lambda.MARK + (made.size() + 1),
            method,
            type,
            (Type) arguments[0],
            (Handle) arguments[1],
            (Type) arguments[2]);
    made.put(lambda.name(), lambda.bytes(host));
    return lambda;
  }
}
