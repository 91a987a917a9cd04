package outpost.lab;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import outpost.acceptance.OnHosts;

/** The language over SSH: cases of the acceptance suite on the hosts of a lab. */
class LanguageTest {
  private static @TempDir Path folder;

  @TestFactory
  List<DynamicTest> casesHoldOnHosts() {
    Lab lab = Labs.shared();
    List<String> logins = lab.cluster().stream().map(host -> login(lab, host)).toList();
    List<DynamicTest> cases = OnHosts.cases(folder, logins);
    assertTrue(cases.size() >= 50, "only " + cases.size() + " cases");
    return cases;
  }

  private static String login(Lab lab, Host host) {
    return "ansible_host="
        + host.address()
        + " ansible_user=root ansible_ssh_private_key_file="
        + lab.folder().resolve("key")
        + " ansible_ssh_common_args='-o UserKnownHostsFile="
        + lab.folder().resolve("known_hosts")
        + "'";
  }
}
