package outpost.core.run;

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
import outpost.core.connect.HostUnreachable;
import outpost.core.connect.Login;
import outpost.core.connect.Login.HostKeys;

class LoginVarsTest {

  @Test
  void saysNothingWhereNothingIsSaid() {
    assertEquals(Login.to("node1"), login(Map.of()));
  }

  @Test
  void readsTheVariablesByTheirNewAndOldNames() {
    Login login =
        login(
            Map.of(
                "ansible_host", "192.0.2.1",
                "ansible_port", 2222L,
                "ansible_user", "admin",
                "ansible_ssh_pass", "letmein",
                "ansible_ssh_private_key_file", "keys/id",
                "ansible_timeout", 5,
                "ansible_host_key_checking", "accept-new"));
    assertEquals("192.0.2.1", login.address());
    assertEquals(Optional.of(2222), login.port());
    assertEquals(Optional.of("admin"), login.user());
    assertEquals(Optional.of(Secret.of("letmein")), login.password());
    assertEquals(List.of(Path.of("keys/id")), login.identities());
    assertEquals(Optional.of(Duration.ofSeconds(5)), login.connectTimeout());
    assertEquals(Optional.of(HostKeys.ACCEPT_NEW), login.hostKeys());
  }

  @Test
  void readsTheArgumentsOfSshThatItCanFollow() {
    Login login =
        login(
            Map.of(
                "ansible_ssh_common_args",
                "-o ProxyJump=bastion,inner -oStrictHostKeyChecking=no -o 'UserKnownHostsFile /dev/null'"
                    + " -o ControlPersist=60s -F \"my config\" -i k1",
                "ansible_ssh_extra_args",
                "-p 2200 -l root -J other"));
    assertEquals(List.of("bastion", "inner"), login.jump());
    assertEquals(Optional.of(HostKeys.OFF), login.hostKeys());
    assertEquals(Optional.of(Path.of("/dev/null")), login.knownHosts());
    assertEquals(Optional.of(Path.of("my config")), login.config());
    assertEquals(List.of(Path.of("k1")), login.identities());
    assertEquals(Optional.of(2200), login.port());
    assertEquals(Optional.of("root"), login.user());
  }

  @Test
  void refusesWhatItCannotFollow() {
    for (String args : List.of("-o ProxyCommand=nc", "-L 1:b:2", "nonsense", "-o Compression")) {
      HostUnreachable refused =
          assertThrows(
              HostUnreachable.class, () -> login(Map.of("ansible_ssh_common_args", args)), args);
      assertTrue(refused.getMessage().contains("`ansible_ssh_common_args` is not supported"));
    }
    assertThrows(HostUnreachable.class, () -> login(Map.of("ansible_port", "ssh")));
    assertThrows(HostUnreachable.class, () -> login(Map.of("ansible_connection", "winrm")));
    assertThrows(
        HostUnreachable.class, () -> login(Map.of("ansible_host_key_checking", "perhaps")));
  }

  @Test
  void reachesTheControlNodeWithoutSshUnlessToldOtherwise() {
    assertTrue(LoginVars.of("localhost", Map.of(), Map.of()).login().local());
    assertFalse(
        LoginVars.of("localhost", Map.of("ansible_connection", "ssh"), Map.of()).login().local());
    assertFalse(LoginVars.of("localhost", Map.of("ansible_port", 2222), Map.of()).login().local());
    assertTrue(login(Map.of("ansible_connection", "local")).local());
  }

  @Test
  void letsAHostsOwnVariablesWinUnderAnyName() {
    Map<String, Object> weaker = Map.of("ansible_user", "me", "ansible_timeout", 7);
    Login login = LoginVars.of("a", Map.of("ansible_ssh_user", "root"), weaker).login();
    assertEquals(Optional.of("root"), login.user());
    assertEquals(Optional.of(Duration.ofSeconds(7)), login.connectTimeout());
  }

  private static Login login(Map<String, Object> vars) {
    return LoginVars.of("node1", vars, Map.of()).login();
  }
}
