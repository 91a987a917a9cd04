package outpost.core.connect;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the tests need of the machine they run on. They fail without it, they never skip. */
public final class Machine {
  private Machine() {}

  /** Returns a program's path. */
  public static Path program(String name, String debianPackage) {
    for (String folder : (System.getenv("PATH") + ":/usr/sbin:/sbin").split(File.pathSeparator)) {
      Path path = Path.of(folder, name);
      if (Files.isExecutable(path)) return path;
    }
    throw new AssertionError(
        "these tests need `" + name + "`: run lab/setup, or apt-get install " + debianPackage);
  }

  /** Returns an environment in which {@code sh} is this shell. */
  public static Map<String, String> whereShIs(String shell) throws IOException {
    Path folder = Files.createDirectories(Path.of("target", "shells", shell).toAbsolutePath());
    Path sh = folder.resolve("sh");
    if (!Files.isSymbolicLink(sh)) Files.createSymbolicLink(sh, program(shell, shell));
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("PATH", folder + ":" + System.getenv("PATH"));
    return environment;
  }

  /** Returns the shells that hosts have as {@code sh}. */
  public static List<String> shells() {
    return List.of("dash", "bash", "busybox", "mksh", "ksh");
  }
}
