package outpost.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All that is wrong with playbooks is told at once, before any host is spoken to. */
class BrokenPlaybookTest {
  private static final String BROKEN =
      """
      - name: Prepare
        hosts: remotes
        becom: true
        tasks:
          - name: Install
            dfn:
              name: pacemaker-remote
          - name: Open the firewall
            firewalld:
              servicse: [high-availability]
              state: enabled
          - name: Greet
            debug:
              msg: hello ${whom}
          - name: Say where
            debug:
              msg: ${inventory_hostname
          - name: Write the message of the day
            template:
              src: motd.ftl
              dest: /etc/motd
      """;

  private static final String TEMPLATE = "Welcome\n<#if open == >\n</#if>\n";

  private static final String NO_YAML =
      """
      - hosts: remotes
        tasks:
          - name: Say it
           debug: { msg: hello }
      """;

  /** A sentence, its place, the line itself with a mark below, and what to do. */
  private static final Pattern ERROR =
      Pattern.compile(
          "error: (?<what>.+)\n"
              + " *--> (?<place>.+:\\d+:\\d+)\n"
              + " *\\|\n"
              + " *\\d+ \\| .*\n"
              + " *\\| *\\^+\n"
              + "(   = .+\n"
              + ")+");

  @TempDir private Path folder;

  @Test
  void everyMistakeIsToldWithItsPlaceAndAHintAndNoHostIsSpokenTo() throws IOException {
    write("site.yml", BROKEN);
    write("templates/motd.ftl", TEMPLATE);
    write("more.yml", NO_YAML);
    try (ServerSocket host = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      write("hosts", "[remotes]\nh1 ansible_host=127.0.0.1 ansible_port=" + host.getLocalPort());

      Result run = engine("site.yml", "more.yml");

      String told = run.err().replace(folder + "/", "");
      assertEquals(
          List.of(
              "site.yml:3:3 a play has no keyword `becom`",
              "site.yml:6:7 there is no module or keyword `dfn`",
              "site.yml:10:9 `firewalld` has no argument `servicse`",
              "site.yml:14:22 `whom` is not defined",
              "site.yml:17:14 this `${` has no `}`",
              "templates/motd.ftl:2:14 `>` is not expected here",
              "more.yml:4:6 `debug` is aligned with nothing above it"),
          ERROR.matcher(told).results().map(m -> m.group(2) + " " + m.group(1)).toList(),
          told);
      assertTrue(told.endsWith("\n7 errors\n"), told);
      assertEquals("", run.out());
      assertEquals(65, run.status());
      assertEquals(0, connections(host), "hosts were spoken to");
    }
  }

  @Test
  void withoutMistakesTheHostIsSpokenTo() throws IOException {
    write("site.yml", "- hosts: remotes\n  tasks: [{ command: { cmd: hostname } }]\n");
    try (ServerSocket host = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      write("hosts", "[remotes]\nh1 ansible_host=127.0.0.1 ansible_port=" + host.getLocalPort());
      Result run = engine("--connect-timeout=1", "site.yml");
      assertEquals(4, run.status(), run::all);
      assertTrue(connections(host) > 0);
    }
  }

  private Result engine(String... args) {
    String[] all = new String[args.length + 2];
    all[0] = "-i";
    all[1] = folder.resolve("hosts").toString();
    for (int i = 0; i < args.length; i++) {
      all[i + 2] = args[i].endsWith(".yml") ? folder.resolve(args[i]).toString() : args[i];
    }
    return new EngineRun(Checkout.here(), all).toEnd();
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static int connections(ServerSocket host) throws IOException {
    host.setSoTimeout(100);
    int count = 0;
    while (true) {
      try (Socket connection = host.accept()) {
        count++;
      } catch (SocketTimeoutException e) {
        return count;
      }
    }
  }
}
