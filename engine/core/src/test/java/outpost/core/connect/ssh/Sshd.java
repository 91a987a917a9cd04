package outpost.core.connect.ssh;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import outpost.core.connect.Machine;

/**
 * A real sshd on a loopback port, with keys and a configuration of its own, for the user we are.
 */
final class Sshd implements AutoCloseable {
  final Path folder;
  final int port;
  final Path hostKey;
  private final Process process;

  private Sshd(Path folder, int port, Path hostKey, Process process) {
    this.folder = folder;
    this.port = port;
    this.hostKey = hostKey;
    this.process = process;
  }

  /** Starts one that takes the keys in {@code FOLDER/authorized_keys}. */
  static Sshd start(Path folder, String... settings) throws Exception {
    return start(folder, freePort(), settings);
  }

  static Sshd start(Path folder, int port, String... settings) throws Exception {
    Path hostKey = folder.resolve("host_ed25519");
    if (!Files.exists(hostKey)) key(hostKey, "ed25519", "");
    Path authorized = folder.resolve("authorized_keys");
    if (!Files.exists(authorized)) Files.createFile(authorized);
    List<String> lines = new ArrayList<>(List.of(settings));
    lines.addAll(
        List.of(
            "ListenAddress 127.0.0.1:" + port,
            "HostKey " + hostKey,
            "AuthorizedKeysFile " + authorized,
            "PidFile none",
            "StrictModes no",
            "UsePAM no",
            "PermitRootLogin yes",
            "PasswordAuthentication no",
            "KbdInteractiveAuthentication no",
            "MaxStartups 100:30:200",
            "LogLevel ERROR"));
    Path config = Files.write(Files.createTempFile(folder, "sshd", ".conf"), lines);
    Path log = folder.resolve("log");
    if (System.getProperty("user.name").equals("root")) {
      Files.createDirectories(Path.of("/run/sshd")); // Debian's sshd insists
    }
    Process process =
        new ProcessBuilder(
                Machine.program("sshd", "openssh-server").toString(), "-D", "-e", "-f", "" + config)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    for (int i = 0; i < 200; i++) {
      try {
        new Socket("127.0.0.1", port).close();
        return new Sshd(folder, port, hostKey, process);
      } catch (IOException e) {
        if (!process.isAlive()) break;
        Thread.sleep(50);
      }
    }
    throw new AssertionError("sshd does not start: " + Files.readString(log));
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Makes a key pair. */
  static void key(Path file, String type, String passphrase, String... more) throws Exception {
    List<String> words =
        new ArrayList<>(
            List.of(
                Machine.program("ssh-keygen", "openssh-client").toString(),
                "-q",
                "-t",
                type,
                "-N",
                passphrase,
                "-f",
                "" + file));
    words.addAll(List.of(more));
    run(words);
  }

  static void run(List<String> words) throws Exception {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) throw new AssertionError(words + ": " + said);
  }

  void authorize(Path key) throws IOException {
    Path authorized = folder.resolve("authorized_keys");
    String line = Files.readString(Path.of(key + ".pub"));
    Files.writeString(authorized, Files.readString(authorized) + line);
  }

  /** Returns the line of known_hosts that vouches for it. */
  String knownHostsLine() throws IOException {
    String[] words = Files.readString(Path.of(hostKey + ".pub")).split(" ");
    return "[127.0.0.1]:" + port + " " + words[0] + " " + words[1].strip() + "\n";
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }
}
