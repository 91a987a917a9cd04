package outpost.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class LinkTest {
  private static final Path CLASSES = Path.of("target/test-classes");

  @TempDir Path folder;

  @BeforeEach
  void copy() throws IOException {
    try (Stream<Path> all = Files.walk(CLASSES)) {
      for (Path path : all.filter(p -> p.getFileName().toString().startsWith("Sample")).toList()) {
        Path to = folder.resolve(CLASSES.relativize(path));
        Files.createDirectories(to.getParent());
        Files.copy(path, to);
      }
    }
  }

  @Test
  void whatIsLinkedDoesWhatItDidBefore() throws Exception {
    List<String> before = told();
    Link.main(new String[] {folder.toString()});
    assertEquals(before, told());
  }

  @Test
  void nothingIsLeftToTheJvmButWhatIsToBeSerialized() throws IOException {
    Link.main(new String[] {folder.toString()});
    assertEquals(List.of("altMetafactory"), leftToTheJvm());
  }

  @Test
  void whatIsLinkedStaysAsItIs() throws IOException {
    Link.main(new String[] {folder.toString()});
    Map<String, List<Byte>> once = files();
    Link.main(new String[] {folder.toString()});
    assertEquals(once, files());
  }

  @Test
  void whatWasMadeOfAnEarlierVersionGoes() throws IOException {
    Path stale = folder.resolve("outpost/link/Sample$Inner$$Lambda77.class");
    Files.write(stale, new byte[0]);
    Link.main(new String[] {folder.toString()});
    assertTrue(Files.notExists(stale));
  }

  private List<String> told() throws Exception {
    URL[] urls = {folder.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
      Object sample =
          loader.loadClass("outpost.link.Sample").getDeclaredConstructor().newInstance();
      return ((Supplier<?>) sample).get() instanceof List<?> list
          ? list.stream().map(String::valueOf).toList()
          : List.of();
    }
  }

  private Map<String, List<Byte>> files() throws IOException {
    Map<String, List<Byte>> files = new TreeMap<>();
    for (Path path : classes()) {
      List<Byte> bytes = new ArrayList<>();
      for (byte one : Files.readAllBytes(path)) bytes.add(one);
      files.put(path.toString(), bytes);
    }
    return files;
  }

  private List<Path> classes() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(path -> path.toString().endsWith(".class")).toList();
    }
  }

  private List<String> leftToTheJvm() throws IOException {
    List<String> left = new ArrayList<>();
    for (Path path : classes()) {
      new ClassReader(Files.readAllBytes(path)).accept(new Linked(left), 0);
    }
    return left;
  }

  /** Notes what links each place that is linked by a method, but for what makes texts. */
  private static final class Linked extends ClassVisitor {
    private final List<String> left;

    Linked(List<String> left) {
      super(Opcodes.ASM9);
      this.left = left;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      return new MethodVisitor(Opcodes.ASM9) {
        @Override
        public void visitInvokeDynamicInsn(
            String method, String type, Handle bootstrap, Object... arguments) {
          if (!name.equals("$deserializeLambda$")) left.add(bootstrap.getName());
        }
      };
    }
  }
}
