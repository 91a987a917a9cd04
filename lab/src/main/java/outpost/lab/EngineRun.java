package outpost.lab;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One run of the engine as a user would start it: a process of its own. */
public final class EngineRun {
  private static final int LIMIT_SECONDS = 900;

  private final Process process;
  private final Path out;
  private final Path err;

  EngineRun(Checkout checkout, String... args) {
    if (!Files.exists(checkout.engineJar())) {
      throw new LabFailed("no engine.jar: run mvn package");
    }
    List<String> command = new ArrayList<>();
    command.add("./outpost");
    command.addAll(List.of(args));
    try {
      out = Files.createTempFile("engine", ".out");
      err = Files.createTempFile("engine", ".err");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(checkout.root().toFile())
              .redirectInput(new File("/dev/null"))
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for its end; a run of more than fifteen minutes is killed and fails. */
  public Result toEnd() {
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        kill();
        throw new LabFailed(
            "the engine ran for more than " + LIMIT_SECONDS + " seconds\n" + soFar());
      }
      return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new LabFailed("interrupted");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      out.toFile().delete();
      err.toFile().delete();
    }
  }

  /** kill -9, at once. */
  public void kill() {
    process.destroyForcibly();
  }

  /** SIGTERM. */
  public void terminate() {
    process.destroy();
  }

  /** The JVM's own: the launcher makes way for it. */
  public long pid() {
    return process.pid();
  }

  public boolean isRunning() {
    return process.isAlive();
  }

  /** What it has printed until now. */
  public String soFar() {
    try {
      return Files.readString(out) + Files.readString(err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
