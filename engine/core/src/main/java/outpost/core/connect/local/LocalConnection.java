package outpost.core.connect.local;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outpost.api.Reach;
import outpost.core.connect.Become;
import outpost.core.connect.Channel;
import outpost.core.connect.Commands;
import outpost.core.connect.Connection;
import outpost.core.connect.HostUnreachable;
import outpost.core.connect.NetworkTrouble;
import outpost.core.connect.Shell;
import outpost.core.connect.Shells;

/**
 * The control node itself, without SSH. Its shells run in a session of their own where {@code
 * setsid} is there, so that neither a script that signals its process group nor an interrupt from
 * the terminal reaches the other side.
 */
public final class LocalConnection implements Connection, Commands {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String host;
  private final String user;
  private final Map<String, String> environment;
  private final Shells shells = new Shells(this, PATIENCE);

  /**
   * @param host the name in the inventory, for messages
   * @param environment of the shells; {@code PATH} says where {@code sh} is found
   */
  public LocalConnection(String host, Map<String, String> environment) {
    this(host, System.getProperty("user.name"), environment);
  }

  /**
   * @param user the name of whoever runs it
   */
  public LocalConnection(String host, String user, Map<String, String> environment) {
    this.host = host;
    this.user = user;
    this.environment = new HashMap<>(environment);
  }

  @Override
  public Shell shell(Become become) {
    return shells.of(become);
  }

  @Override
  public Reach.Line run(Become become, String script) throws IOException {
    return shells.run(become, script);
  }

  @Override
  public Channel start(String command, Channel.Ear ear) {
    List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", command));
    find("setsid").ifPresent(setsid -> words.add(0, setsid));
    ProcessBuilder builder = new ProcessBuilder(words).directory(new File("/"));
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      return new ProcessChannel(builder.start(), ear);
    } catch (IOException e) {
      throw new HostUnreachable(
          "no `sh` could be started here: " + e.getMessage(), "see whether `/bin/sh` runs");
    }
  }

  @Override
  public String host() {
    return host;
  }

  @Override
  public String user() {
    return user;
  }

  @Override
  public Reach.Line dial(String address, int port, Duration timeout) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(address, port), (int) timeout.toMillis());
      socket.setSoTimeout((int) timeout.toMillis());
      socket.setTcpNoDelay(true);
      return new SocketLine(socket);
    } catch (IOException e) {
      socket.close();
      throw NetworkTrouble.of(e, address, port).exception();
    }
  }

  @Override
  public void close() {
    shells.close();
  }

  private Optional<String> find(String program) {
    return List.of(environment.getOrDefault("PATH", "").split(File.pathSeparator)).stream()
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  private record SocketLine(Socket socket) implements Reach.Line {
    @Override
    public InputStream in() {
      try {
        return socket.getInputStream();
      } catch (IOException e) {
        return InputStream.nullInputStream();
      }
    }

    @Override
    public OutputStream out() {
      try {
        return socket.getOutputStream();
      } catch (IOException e) {
        return OutputStream.nullOutputStream();
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
