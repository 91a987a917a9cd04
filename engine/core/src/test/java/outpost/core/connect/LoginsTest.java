package outpost.core.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import outpost.api.Secret;
import outpost.core.connect.Login.HostKeys;

final class LoginsTest {
  private static final Path HOME = Path.of("/home/me");

  @Test
  void saysNothingWhereTheInventorySaysNothing() {
    assertEquals(Login.to("node1"), Logins.from("node1", Map.of("other", 1), HOME));
  }

  @Test
  void readsEveryVariable() {
    Login login =
        Logins.from(
            "node1",
            Map.of(
                "ansible_host", "198.18.0.7",
                "ansible_port", 2222,
                "ansible_user", "admin",
                "ansible_password", "pw",
                "ansible_private_key_file", "~/.ssh/lab",
                "ansible_timeout", "30",
                "ansible_host_key_checking", false),
            HOME);
    assertEquals("198.18.0.7", login.address());
    assertEquals(Optional.of(2222), login.port());
    assertEquals(Optional.of("admin"), login.user());
    assertEquals(Optional.of(Secret.of("pw")), login.password());
    assertEquals(List.of(Path.of("/home/me/.ssh/lab")), login.identities());
    assertEquals(Optional.of(Duration.ofSeconds(30)), login.connectTimeout());
    assertEquals(Optional.of(HostKeys.OFF), login.hostKeys());
    assertFalse(login.toString().contains("pw"));
  }

  @Test
  void readsTheOldNames() {
    Login login =
        Logins.from(
            "node1",
            Map.of(
                "ansible_ssh_host", "a",
                "ansible_ssh_port", "22",
                "ansible_ssh_user", "u",
                "ansible_ssh_pass", Secret.of("pw"),
                "ansible_ssh_private_key_file", "/k"),
            HOME);
    assertEquals("a", login.address());
    assertEquals(Optional.of(22), login.port());
    assertEquals(Optional.of("u"), login.user());
    assertEquals(Optional.of(Secret.of("pw")), login.password());
    assertEquals(List.of(Path.of("/k")), login.identities());
  }

  @Test
  void readsArgumentsOfSsh() {
    Login login =
        Logins.from(
            "node1",
            Map.of(
                "ansible_ssh_common_args",
                "-C -vo ControlMaster=auto -o ServerAliveInterval=30 -J me@bastion:2022 -i ~/k1"
                    + " -o 'StrictHostKeyChecking accept-new' -oUserKnownHostsFile=\"/a /b\" -p2200",
                "ansible_ssh_extra_args",
                "-o IdentityFile=k2 -p 1 -F ~/lab.conf"),
            HOME);
    assertEquals(
        Map.of(
            "proxyjump", List.of("me@bastion:2022"),
            "identityfile", List.of("~/k1", "k2"),
            "stricthostkeychecking", List.of("accept-new"),
            "userknownhostsfile", List.of("/a", "/b"),
            "port", List.of("2200")),
        login.options());
    assertEquals(Optional.of(Path.of("/home/me/lab.conf")), login.config());
  }

  @Test
  void hostKeysAreCheckedAsAskedFor() {
    Map<Object, Optional<HostKeys>> ways =
        Map.of(
            true,
            Optional.empty(),
            "no",
            Optional.of(HostKeys.OFF),
            "off",
            Optional.of(HostKeys.OFF),
            "strict",
            Optional.of(HostKeys.STRICT),
            "accept-new",
            Optional.of(HostKeys.ACCEPT_NEW));
    ways.forEach(
        (way, expected) ->
            assertEquals(
                expected,
                Logins.from("node1", Map.of("ansible_host_key_checking", way), HOME).hostKeys()));
  }

  @Test
  void localNeedsNoSsh() {
    assertTrue(Logins.from("here", Map.of("ansible_connection", "local"), HOME).local());
    assertFalse(Logins.from("here", Map.of("ansible_connection", "smart"), HOME).local());
  }

  @Test
  void whatCannotBeFollowedIsNamed() {
    assertEquals(
        "`ansible_connection`: there is no connection `winrm`",
        wrong("ansible_connection", "winrm").getMessage());
    assertEquals(
        "`ansible_port`: `70000` is not a port", wrong("ansible_port", 70000).getMessage());
    assertEquals(
        "`ansible_ssh_port`: `x` is not a port", wrong("ansible_ssh_port", "x").getMessage());
    assertEquals(
        "`ansible_timeout`: `soon` is not a time", wrong("ansible_timeout", "soon").getMessage());
    assertEquals(
        "`ansible_host_key_checking`: `maybe` is neither true nor false",
        wrong("ansible_host_key_checking", "maybe").getMessage());
    String args = "ansible_ssh_common_args";
    assertEquals("`" + args + "`: `-L` is not supported", wrong(args, "-L 1:b:2").getMessage());
    assertEquals(
        "`" + args + "`: `-o Ciphers` is not supported",
        wrong(args, "-o Ciphers=aes128-cbc").getMessage());
    assertEquals("`" + args + "`: `-i` lacks its value", wrong(args, "-i").getMessage());
    assertEquals("`" + args + "`: a quote is not closed", wrong(args, "-i 'k").getMessage());
    assertEquals("`" + args + "`: `host` is not supported", wrong(args, "host").getMessage());
    assertEquals(args, wrong(args, "-D 1080").variable());
  }

  private static BadLogin wrong(String variable, Object value) {
    return assertThrows(BadLogin.class, () -> Logins.from("node1", Map.of(variable, value), HOME));
  }
}
