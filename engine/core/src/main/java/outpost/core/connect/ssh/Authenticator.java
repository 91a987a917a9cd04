package outpost.core.connect.ssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.connection.ConnectionImpl;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.method.AuthKeyboardInteractive;
import net.schmizz.sshj.userauth.method.AuthMethod;
import net.schmizz.sshj.userauth.method.AuthNone;
import net.schmizz.sshj.userauth.method.AuthPassword;
import net.schmizz.sshj.userauth.method.PasswordResponseProvider;
import net.schmizz.sshj.userauth.password.PasswordFinder;
import net.schmizz.sshj.userauth.password.Resource;
import outpost.core.connect.HostUnreachable;
import outpost.core.connect.NetworkTrouble;

/**
 * Logs in: with the keys that were asked for, then the password if there is one, then the agent's
 * keys and the usual key files. A password is tried once. Key files are read once for all hosts.
 */
final class Authenticator {

  /** What reading a key file gave. */
  private record Keys(List<Signer> signers, String problem) {}

  private final Map<Path, Keys> files = new ConcurrentHashMap<>();

  /**
   * @throws HostUnreachable if the host takes nothing we have
   * @throws TransportException if the connection breaks
   */
  void logIn(SSHClient client, Target target) throws TransportException {
    new Attempt(client, target).run();
  }

  private Keys read(Path file) {
    return files.computeIfAbsent(
        file,
        path -> {
          try {
            return new Keys(FileKey.read(path), "");
          } catch (IOException e) {
            return new Keys(List.of(), e.getMessage());
          }
        });
  }

  /** One login. */
  private final class Attempt {
    private final SSHClient client;
    private final Target target;
    private final List<String> tried = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private boolean asked;

    private Attempt(SSHClient client, Target target) {
      this.client = client;
      this.target = target;
    }

    private void run() throws TransportException {
      try {
        if (files(target.identities()) || password() || agent() || files(target.fallback())) return;
      } catch (TransportException e) {
        // sshd hangs up after MaxAuthTries
        if (tried.isEmpty() || !String.valueOf(e.getMessage()).contains("oo many")) throw e;
        problems.add("the host allows no more tries");
      }
      throw refused();
    }

    private boolean files(List<Path> paths) throws TransportException {
      for (Path path : paths) {
        if (!target.identities().contains(path) && !Files.exists(path)) continue;
        Keys keys = read(path);
        if (!keys.problem.isEmpty()) problems.add(keys.problem);
        if (signers(keys.signers)) return true;
      }
      return false;
    }

    private boolean agent() throws TransportException {
      if (target.agent().isEmpty()) return false;
      List<Signer> keys;
      try {
        keys = new Agent(target.agent().get()).keys();
      } catch (IOException | RuntimeException e) {
        problems.add("the SSH agent does not answer: " + NetworkTrouble.plain(e));
        return false;
      }
      return signers(keys);
    }

    private boolean signers(List<Signer> signers) throws TransportException {
      for (Signer signer : signers) {
        if (accepts("publickey") && attempt(signer.name(), new SignerAuth(signer))) return true;
      }
      return false;
    }

    private boolean password() throws TransportException {
      if (target.password().isEmpty()) return false;
      char[] password = target.password().get().revealText().toCharArray();
      PasswordFinder finder =
          new PasswordFinder() {
            @Override
            public char[] reqPassword(Resource<?> resource) {
              return password.clone();
            }

            @Override
            public boolean shouldRetry(Resource<?> resource) {
              return false;
            }
          };
      // the host's list of methods has to be known, to try the password once only
      if (!asked && attempt("", new AuthNone())) return true;
      if (accepts("password")) return attempt("password", new AuthPassword(finder));
      return accepts("keyboard-interactive")
          && attempt(
              "password (keyboard-interactive)",
              new AuthKeyboardInteractive(new PasswordResponseProvider(finder)));
    }

    private boolean accepts(String method) {
      return !asked || client.getUserAuth().getAllowedMethods().contains(method);
    }

    private boolean attempt(String name, AuthMethod method) throws TransportException {
      if (!name.isEmpty()) tried.add(name);
      try {
        return client
            .getUserAuth()
            .authenticate(
                target.user(),
                (ConnectionImpl) client.getConnection(),
                method,
                client.getTransport().getTimeoutMs());
      } catch (UserAuthException e) {
        if (!client.getTransport().isRunning()) throw new TransportException(e);
        problems.add(NetworkTrouble.plain(e));
        return false;
      } finally {
        asked = true;
      }
    }

    private HostUnreachable refused() {
      StringBuilder message =
          new StringBuilder("`" + target.name() + "` refused the login of `" + target.user() + "`");
      message.append(
          tried.isEmpty() ? ": we had nothing to try" : ": tried " + String.join(", ", tried));
      Collection<String> accepted = client.getUserAuth().getAllowedMethods();
      if (!accepted.isEmpty()) message.append("; it accepts ").append(String.join(", ", accepted));
      for (String problem : problems) message.append("; ").append(problem);
      return new HostUnreachable(
          message.toString(),
          tried.isEmpty()
              ? "set `ansible_private_key_file` or `ansible_password`, or start an SSH agent"
              : "see whether `ansible_user` is right and the host has the key in authorized_keys");
    }
  }
}
