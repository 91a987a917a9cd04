package outpost.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A virtual machine of a lab, emulated in software: a blank host with a kernel of its own. It runs
 * where a resource of the cluster starts it.
 *
 * @param name its host name
 * @param address its address, reachable as those of the hosts are
 * @param sshConfig how to log in
 */
public record Machine(String name, String address, Path sshConfig) {
  /** Where its disk is to be mounted on the node that runs it. */
  public static final String FOLDER = "/srv/machines";

  /** Where libvirt reads what it is. */
  public String config() {
    return FOLDER + "/" + name + ".xml";
  }

  /** Runs a line of shell in it as root; ssh's own 255 while it does not answer. */
  public Result run(String command) {
    try {
      Process ssh =
          new ProcessBuilder(
                  "ssh", "-F", sshConfig.toString(), "-o", "ConnectTimeout=10", name, command)
              .redirectErrorStream(true)
              .start();
      ssh.getOutputStream().close();
      String out = new String(ssh.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(ssh.waitFor(), out, "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailed("interrupted");
    }
  }

  /** Runs a line of shell that must succeed and returns what it printed. */
  public String must(String command) {
    return run(command).must(name, command);
  }
}
