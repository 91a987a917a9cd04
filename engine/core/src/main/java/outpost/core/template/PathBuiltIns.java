package outpost.core.template;

import static outpost.core.template.Signature.textual;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Built-ins about paths, and about the files of the control node. */
final class PathBuiltIns {
  static final List<Signature> TABLE =
      List.of(
          text("scalar?basename text", PathBuiltIns::basename),
          text("scalar?dirname text", PathBuiltIns::dirname),
          textual("text?splitext list", (x, args) -> splitExtension((String) x)),
          textual("list?path_join text", (x, args) -> pathJoin((List<?>) x)),
          text("scalar?normpath text", path -> Path.of(path).normalize().toString()),
          textual("scalar?relpath(start:text?) text", PathBuiltIns::relative),
          text("scalar?expanduser text", PathBuiltIns::expandUser),
          text("scalar?realpath text", PathBuiltIns::real).impure(),
          textual("scalar?fileglob list", (x, args) -> glob(Path.of(Args.string(x)))).impure(),
          test("is_abs", Path::isAbsolute),
          test("exists", Files::exists).impure(),
          test("file", path -> Files.isRegularFile(path)).impure(),
          test("directory", path -> Files.isDirectory(path)).impure(),
          test("link", Files::isSymbolicLink).impure(),
          test("link_exists", path -> Files.exists(path, LinkOption.NOFOLLOW_LINKS)).impure(),
          test("mount", PathBuiltIns::isMount).impure(),
          textual("scalar?same_file(text) boolean", PathBuiltIns::isSame).impure());

  private PathBuiltIns() {}

  private interface Change {
    String of(String path) throws IOException;
  }

  private interface Test {
    boolean of(Path path) throws IOException;
  }

  private static Signature text(String head, Change change) {
    return textual(head, (x, args) -> tried(Args.string(x), () -> change.of(Args.string(x))));
  }

  private static Signature test(String name, Test test) {
    return textual(
        "scalar?" + name + " boolean",
        (x, args) -> tried(Args.string(x), () -> test.of(Path.of(Args.string(x)))));
  }

  private interface Work {
    Object get() throws IOException;
  }

  private static Object tried(String path, Work work) throws BadCall {
    try {
      return work.get();
    } catch (InvalidPathException e) {
      throw new BadCall(0, "`" + path + "` is no path");
    } catch (IOException e) {
      throw new BadCall(0, "`" + path + "` cannot be looked at on the control node");
    }
  }

  private static String basename(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String dirname(String path) {
    int slash = path.lastIndexOf('/');
    String head = path.substring(0, slash + 1);
    String stripped = head.replaceFirst("/+$", "");
    return stripped.isEmpty() ? head : stripped;
  }

  private static List<String> splitExtension(String path) {
    int dot = path.lastIndexOf('.');
    int start = path.lastIndexOf('/') + 1;
    while (start < path.length() && path.charAt(start) == '.') start++;
    return dot < start ? List.of(path, "") : List.of(path.substring(0, dot), path.substring(dot));
  }

  private static String pathJoin(List<?> parts) {
    StringBuilder path = new StringBuilder();
    for (Object each : parts) {
      String part = Args.string(each);
      if (part.startsWith("/")) path.setLength(0);
      else if (path.length() > 0 && path.charAt(path.length() - 1) != '/') path.append('/');
      path.append(part);
    }
    return path.toString();
  }

  private static Object relative(Object path, Args args) throws BadCall {
    return tried(
        Args.string(path),
        () -> {
          String way =
              absolute(args.text(0, "")).relativize(absolute(Args.string(path))).toString();
          return way.isEmpty() ? "." : way;
        });
  }

  private static Path absolute(String path) {
    return Path.of(path).toAbsolutePath().normalize();
  }

  static String expandUser(String path) {
    if (!path.equals("~") && !path.startsWith("~/")) return path;
    return System.getProperty("user.home") + path.substring(1);
  }

  /** Links are followed as far as there are files; what is not there is only made absolute. */
  private static String real(String path) throws IOException {
    Path whole = absolute(path);
    Path there = whole;
    while (!Files.exists(there)) there = there.getParent();
    return there.toRealPath().resolve(there.relativize(whole)).normalize().toString();
  }

  static List<Object> glob(Path pattern) throws BadCall {
    Path folder = pattern.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) return List.of();
    PathMatcher matcher =
        FileSystems.getDefault().getPathMatcher("glob:" + pattern.getFileName().toString());
    try (Stream<Path> files = Files.list(folder)) {
      return new ArrayList<>(
          files
              .filter(file -> matcher.matches(file.getFileName()) && Files.isRegularFile(file))
              .map(Path::toString)
              .sorted()
              .toList());
    } catch (IOException e) {
      throw new BadCall(0, "the folder `" + folder + "` cannot be read");
    }
  }

  private static boolean isMount(Path path) throws IOException {
    Path real = path.toRealPath();
    if (real.getParent() == null) return true;
    return !Files.getAttribute(real, "unix:dev")
        .equals(Files.getAttribute(real.getParent(), "unix:dev"));
  }

  private static Object isSame(Object path, Args args) throws BadCall {
    return tried(
        Args.string(path),
        () -> Files.isSameFile(Path.of(Args.string(path)), Path.of(args.text(0))));
  }
}
