package outpost.core.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import outpost.core.connect.Login;
import outpost.core.connect.Login.HostKeys;

class LoginVarsTest {

  @Test
  void letsAHostsOwnVariablesWinUnderAnyName() {
    Map<String, Object> weaker = Map.of("ansible_user", "me", "ansible_timeout", 7);
    Login login = LoginVars.login("a", Map.of("ansible_ssh_user", "root"), weaker);
    assertEquals(Optional.of("root"), login.user());
    assertEquals(Optional.of(Duration.ofSeconds(7)), login.connectTimeout());
  }

  @Test
  void takesTheWordsOfTheCommandLineForHostKeys() {
    Map<HostKeys, String> words =
        Map.of(HostKeys.STRICT, "strict", HostKeys.ACCEPT_NEW, "accept-new", HostKeys.OFF, "off");
    words.forEach(
        (how, word) ->
            assertEquals(
                Optional.of(how),
                LoginVars.login("a", Map.of(), Map.of("ansible_host_key_checking", word))
                    .hostKeys()));
  }

  @Test
  void reachesTheControlNodeWithoutSshUnlessToldOtherwise() {
    assertTrue(LoginVars.login("localhost", Map.of(), Map.of("ansible_user", "me")).local());
    assertFalse(login("localhost", Map.of("ansible_connection", "ssh")).local());
    assertFalse(login("localhost", Map.of("ansible_port", 2222)).local());
    assertFalse(login("node1", Map.of()).local());
    assertTrue(login("node1", Map.of("ansible_connection", "local")).local());
  }

  private static Login login(String host, Map<String, Object> vars) {
    return LoginVars.login(host, vars, Map.of());
  }
}
