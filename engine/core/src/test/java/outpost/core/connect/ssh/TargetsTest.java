package outpost.core.connect.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import outpost.core.connect.HostUnreachable;
import outpost.core.connect.Login;
import outpost.core.connect.Login.HostKeys;
import outpost.core.connect.Logins;

/** What a login, ssh_config and the defaults come to together. */
final class TargetsTest {
  @TempDir Path home;
  private Path config;

  @BeforeEach
  void start() throws IOException {
    config = Files.createDirectory(home.resolve(".ssh")).resolve("config");
  }

  @Test
  void withoutAnythingSaidItIsAsSshWouldDo() throws IOException {
    Target target = target("", "node1");
    assertEquals("node1", target.address());
    assertEquals(22, target.port());
    assertEquals("node1", target.knownAs());
    assertEquals("me", target.user());
    assertEquals(HostKeys.STRICT, target.hostKeys());
    assertEquals(Optional.of(Path.of("/run/agent")), target.agent());
    assertEquals(
        List.of("id_ed25519", "id_ecdsa", "id_rsa"),
        target.fallback().stream().map(file -> file.getFileName().toString()).toList());
    assertEquals(home.resolve(".ssh/known_hosts"), target.knownHosts().get(0));
    assertEquals(Duration.ofSeconds(10), target.timeout());
  }

  @Test
  void theFirstValueCounts() throws IOException {
    Target target =
        target(
            """
            Port 7
            Host node* !node1
              User wrong
            Host node?
              User right
              HostName %h.example.org
            Host *
              User late
              Port 8
            """,
            "node1");
    assertEquals(7, target.port());
    assertEquals("right", target.user());
    assertEquals("node1.example.org", target.address());
    assertEquals("[node1.example.org]:7", target.knownAs());
  }

  @Test
  void variablesBeatArgumentsAndArgumentsBeatFiles() throws IOException {
    Files.writeString(config, "User file\nPort 1\nConnectTimeout 9\nStrictHostKeyChecking no\n");
    Map<String, Object> vars =
        Map.of(
            "ansible_user", "variable",
            "ansible_ssh_common_args", "-l argument -p 2 -o StrictHostKeyChecking=accept-new");
    Target target = targets().of(Logins.from("node1", vars, home));
    assertEquals("variable", target.user());
    assertEquals(2, target.port());
    assertEquals(HostKeys.ACCEPT_NEW, target.hostKeys());
    assertEquals(Duration.ofSeconds(9), target.timeout());
  }

  @Test
  void identitiesAddUp() throws IOException {
    Target target = target("IdentityFile ~/a\nIdentityFile /b/%r\nIdentitiesOnly yes\n", "node1");
    assertEquals(List.of(home.resolve("a"), Path.of("/b/me")), target.identities());
    assertEquals(List.of(), target.fallback());
    assertEquals(Optional.empty(), target.agent());
  }

  @Test
  void matchBlocksAreJudged() throws IOException {
    Target target =
        target(
            """
            Match originalhost node1 user me
              Port 5
            Match host node2
              User wrong
            Match !host node2 localuser me
              User right
            Match all
              ConnectTimeout 3
            """,
            "node1");
    assertEquals(5, target.port());
    assertEquals("right", target.user());
    assertEquals(Duration.ofSeconds(3), target.timeout());
  }

  @Test
  void includesApplyWhereTheyStand() throws IOException {
    Files.createDirectory(home.resolve(".ssh/conf.d"));
    Files.writeString(home.resolve(".ssh/conf.d/1.conf"), "Port 4\nHost node1\nUser inner\n");
    Files.writeString(home.resolve(".ssh/conf.d/2.conf"), "HostName other\n");
    Target in = target("Host node1\n Include conf.d/*.conf\n HashKnownHosts yes\n", "node1");
    assertEquals(4, in.port());
    assertEquals("inner", in.user());
    assertEquals("other", in.address());
    assertTrue(in.hashNames());
    Target out = target("Host node2\n Include conf.d/*.conf\n", "node1");
    assertEquals(22, out.port());
    assertEquals("me", out.user());
  }

  @Test
  void jumpsAreFollowedThroughTheirOwnConfiguration() throws IOException {
    Target target =
        target(
            """
            Host bastion
              HostName 198.18.0.1
              User jumper
              ProxyJump gate
            Host node1
              ProxyJump bastion,me@inner:2022
            """,
            "node1");
    assertEquals(
        List.of("me@gate:22", "jumper@198.18.0.1:22", "me@inner:2022"),
        target.hops().stream().map(h -> h.user() + "@" + h.address() + ":" + h.port()).toList());
  }

  @Test
  void theOldWayToJumpIsFollowed() throws IOException {
    Target target =
        target(
            """
            Host node1
              ProxyCommand ssh -q -o StrictHostKeyChecking=no -i /k -W %h:%p -p 2022 me@bastion
            """,
            "node1");
    assertEquals(1, target.hops().size());
    Target hop = target.hops().get(0);
    assertEquals("bastion", hop.address());
    assertEquals(2022, hop.port());
    assertEquals(HostKeys.OFF, hop.hostKeys());
    assertEquals(List.of(Path.of("/k")), hop.identities());
    assertEquals(HostKeys.STRICT, target.hostKeys());
  }

  @Test
  void noneMeansNoJump() throws IOException {
    Files.writeString(config, "ProxyJump bastion\n");
    Map<String, Object> vars = Map.of("ansible_ssh_common_args", "-o ProxyJump=none");
    assertEquals(List.of(), targets().of(Logins.from("node1", vars, home)).hops());
  }

  @Test
  void whatWouldLeadElsewhereIsRefused() throws IOException {
    refused("ProxyCommand nc %h %p\n", "`node1`: `ProxyCommand nc %h %p` is not supported");
    refused(
        "RevokedHostKeys /x\n", "`node1`: `revokedhostkeys` in " + config + ":1 is not supported");
    refused(
        "Match exec true\nPort 1\n", "`node1`: `Match exec` in " + config + ":1 is not supported");
    refused("Port ssh\n", "`node1`: `ssh` is not a port");
    refused("Include config\n", "`node1`: `" + config + "` includes itself");
  }

  @Test
  void wordsMayBeQuotedAndKeywordsFollowedByAnEqualsSign() {
    assertEquals(List.of("Port", "22"), SshConfig.words("  Port=22"));
    assertEquals(List.of("Port", "22"), SshConfig.words("Port = 22 # why"));
    assertEquals(List.of("IdentityFile", "/a b"), SshConfig.words("IdentityFile \"/a b\""));
    assertEquals(List.of("SetEnv", "A=b"), SshConfig.words("SetEnv A=b"));
    assertEquals(List.of(), SshConfig.words("# Port 22"));
  }

  private void refused(String text, String message) throws IOException {
    Files.writeString(config, text);
    HostUnreachable e = assertThrows(HostUnreachable.class, () -> targets().of(Login.to("node1")));
    assertEquals(message, e.getMessage());
  }

  private Target target(String text, String host) throws IOException {
    Files.writeString(config, text);
    return targets().of(Login.to(host));
  }

  private Targets targets() {
    return new Targets(home, "me", Map.of("SSH_AUTH_SOCK", "/run/agent"));
  }
}
