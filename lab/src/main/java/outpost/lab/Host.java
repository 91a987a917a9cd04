package outpost.lab;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ChangeLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.ContainerState;
import org.testcontainers.images.builder.Transferable;

/**
 * A host of a lab: one container with systemd as its first process. Commands run in it as root and
 * not over SSH, so that they also work while a test has broken its network.
 *
 * @param name its host name, and the name by which its neighbours reach it
 * @param address its address, reachable from this machine and from all hosts of its lab
 * @param container the container's id
 */
public record Host(String name, String address, String container) {

  /** The status of a line that was not run because the host is just down. */
  public static final int DOWN = 125;

  /**
   * Runs a line of shell and returns whatever came of it; {@link #DOWN} while the host restarts.
   */
  public Result run(String command) {
    try {
      ExecResult result = inside().execInContainer("sh", "-c", command);
      return new Result(result.getExitCode(), result.getStdout(), result.getStderr());
    } catch (ConflictException e) {
      return new Result(DOWN, "", e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailed("interrupted");
    }
  }

  /** Runs a line of shell that must succeed and returns its standard output. */
  public String must(String command) {
    return run(command).must(name, command);
  }

  /** Whether a line of shell exits with 0. */
  public boolean holds(String command) {
    return run(command).ok();
  }

  /** Runs a line of shell until it exits with 0; fails when the seconds are over. */
  public void await(int seconds, String command) {
    await(seconds, name + ": " + command, () -> holds(command));
  }

  static void await(int seconds, String what, BooleanSupplier holds) {
    long deadline = System.nanoTime() + seconds * 1_000_000_000L;
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new LabFailed("not within " + seconds + " seconds: " + what);
      }
      try {
        Thread.sleep(200);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new LabFailed("interrupted while waiting for: " + what);
      }
    }
  }

  /** Writes a file; not below /run or /tmp, which are mounts that this way in does not see. */
  public void put(String path, String content, int mode) {
    inside()
        .copyFileToContainer(
            Transferable.of(content.getBytes(StandardCharsets.UTF_8), 0100000 | mode), path);
  }

  /** Reads a file, also of a host that is down; empty if there is none. */
  public String read(String path) {
    try {
      return inside()
          .copyFileFromContainer(path, in -> new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (NotFoundException e) {
      return "";
    }
  }

  /** All command lines now on the host. */
  public List<String> processes() {
    return must("ps -eo args --no-headers").lines().map(String::strip).toList();
  }

  /** Starts to write down every command line that the host's processes have from now on. */
  public ProcessWatch watchProcesses() {
    return ProcessWatch.on(this);
  }

  /**
   * The files that differ from the host's image, each with kind, mode, owner, size and checksum.
   * Two snapshots are equal when nothing on the disk was written in between; /run and /tmp are in
   * memory and not in it.
   */
  public Map<String, String> snapshot() {
    List<ChangeLog> changes = Containers.docker().containerDiffCmd(container).exec();
    Map<String, String> files = new TreeMap<>();
    if (changes == null) {
      return files;
    }
    List<String> paths = new ArrayList<>();
    for (ChangeLog change : changes) {
      files.put(change.getPath(), change.getKind() == 2 ? "removed" : "");
      if (change.getKind() != 2) {
        paths.add(change.getPath());
      }
    }
    put("/var/tmp/.lab-snapshot", String.join("\0", paths), 0600);
    String lines =
        must(
            "xargs -0 -r sh -c 'for f; do"
                + " if [ -f \"$f\" ] && [ ! -L \"$f\" ];"
                + " then sum=$(sha256sum <\"$f\"); else sum=; fi;"
                + " stat -c \"%n|%F %a %U:%G %N ${sum%% *}\" -- \"$f\"; done' sh"
                + " </var/tmp/.lab-snapshot; rm /var/tmp/.lab-snapshot");
    for (String line : lines.lines().toList()) {
      int bar = line.indexOf('|');
      files.put(line.substring(0, bar), line.substring(bar + 1));
    }
    files.remove("/var/tmp/.lab-snapshot");
    return files;
  }

  /** Power off, at once. */
  public void kill() {
    docker().killContainerCmd(container).exec();
  }

  /** Power on again, after {@link #kill()}. */
  public void start() {
    docker().startContainerCmd(container).exec();
    await(60, "systemctl is-active -q ssh");
  }

  /** The host hangs: nothing on it runs, nothing answers. */
  public void pause() {
    docker().pauseContainerCmd(container).exec();
  }

  public void unpause() {
    docker().unpauseContainerCmd(container).exec();
  }

  private static DockerClient docker() {
    return Containers.docker();
  }

  private ContainerState inside() {
    return new Inside(container);
  }

  /** What Testcontainers needs to know for its exec and copy. */
  private record Inside(String id) implements ContainerState {
    @Override
    public String getContainerId() {
      return id;
    }

    @Override
    public List<Integer> getExposedPorts() {
      return List.of();
    }

    @Override
    public InspectContainerResponse getContainerInfo() {
      return docker().inspectContainerCmd(id).exec();
    }
  }
}
