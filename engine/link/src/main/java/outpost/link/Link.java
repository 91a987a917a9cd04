package outpost.link;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/**
 * Links, when the engine is built, what a JVM would link in each run: a lambda becomes a class, and
 * {@code equals}, {@code hashCode} and {@code toString} of a record become code. A run is short: it
 * comes past a thousand lambdas once or twice each, and the JVM takes longer to link one than to
 * run it.
 */
public final class Link {
  private final Path folder;
  private final Map<String, List<String>> members = new TreeMap<>();

  private Link(Path folder) {
    this.folder = folder;
  }

  /**
   * @param arguments a folder of classes, which are replaced
   */
  public static void main(String[] arguments) throws IOException {
    new Link(Path.of(arguments[0])).all();
  }

  private void all() throws IOException {
    if (!Files.isDirectory(folder)) return;
    List<Path> written;
    try (Stream<Path> walk = Files.walk(folder)) {
      written = walk.filter(Link::isWritten).sorted().toList();
    }
    for (Path path : written) link(path);
    for (Map.Entry<String, List<String>> host : members.entrySet()) {
      addMembers(folder.resolve(host.getKey() + ".class"), host.getValue());
    }
  }

  private static boolean isWritten(Path path) {
    return path.toString().endsWith(".class") && !path.toString().contains(Lambda.MARK);
  }

  private void link(Path path) throws IOException {
    ClassReader reader = new ClassReader(Files.readAllBytes(path));
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    LinkedClass linked = new LinkedClass(writer);
    reader.accept(linked, 0);
    if (!linked.isChanged()) return;
    removeMade(path);
    for (Map.Entry<String, byte[]> made : linked.made().entrySet()) {
      Files.write(folder.resolve(made.getKey() + ".class"), made.getValue());
    }
    Files.write(path, writer.toByteArray());
    if (linked.made().isEmpty()) return;
    members.computeIfAbsent(linked.host(), h -> new ArrayList<>()).addAll(linked.made().keySet());
  }

  /** Removes what was made of an earlier version of a class. */
  private static void removeMade(Path path) throws IOException {
    String name = path.getFileName().toString().replace(".class", Lambda.MARK);
    try (DirectoryStream<Path> made =
        Files.newDirectoryStream(path.getParent(), name + "*.class")) {
      for (Path one : made) Files.delete(one);
    }
  }

  /** Lets new classes see what is private: its nest takes them in (JVMS 4.7.28, 4.7.29). */
  private static void addMembers(Path host, List<String> names) throws IOException {
    ClassReader reader = new ClassReader(Files.readAllBytes(host));
    ClassWriter writer = new ClassWriter(0);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public void visitNestMember(String name) {
            if (!names.contains(name)) super.visitNestMember(name);
          }

          @Override
          public void visitEnd() {
            names.forEach(super::visitNestMember);
            super.visitEnd();
          }
        },
        0);
    Files.write(host, writer.toByteArray());
  }
}
