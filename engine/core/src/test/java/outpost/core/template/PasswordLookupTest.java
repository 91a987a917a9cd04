package outpost.core.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import outpost.api.Secret;

class PasswordLookupTest {
  @TempDir private Path folder;

  private final Lookups node = new ControlNode(Map.of());

  private String password(String term) {
    Scope scope = Scope.of(Map.of("playbook_dir", folder.toString()));
    Lookups.Asking asking = new Lookups.Asking(scope, Try.TEMPLATES, false, "files");
    List<Object> found = node.find("password", List.of(term), Map.of(), asking);
    return ((Secret) found.get(0)).revealText();
  }

  @Test
  void staysWhatItWasAndOnlyItsOwnerMayReadIt() throws IOException {
    String first = password("secrets/web length=12 chars=digits");
    assertTrue(first.matches("\\d{12}"), first);
    assertEquals(first, password("secrets/web length=30"));
    Path file = folder.resolve("secrets/web");
    assertEquals(first + "\n", Files.readString(file));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())));
  }

  @Test
  void isHashedWithTheSaltThatIsKeptBesideIt() throws IOException {
    Files.writeString(folder.resolve("web"), "secret salt=mysalt\n"); // as Ansible keeps it
    assertEquals(
        "$6$mysalt$UX6P1VKOf6dr0s2pg4pLNvIUB6hLXvP6M5f/Yj9hJgMPdAJ4oArvk5YUD9/XWtk1JOpVwt/JTsczMJr8sFVML1",
        password("web encrypt=sha512_crypt"));
    String fresh = password("other encrypt=sha256");
    assertTrue(fresh.startsWith("$5$"), fresh);
    assertEquals(fresh, password("other encrypt=sha256"));
  }

  @Test
  void isAnsiblesForTheSameSeed() {
    assertEquals("PHReYru8meWg", password("/dev/null seed=web1 length=12"));
    assertEquals(
        "uqvczik4gcyd", password("/dev/null seed=web1 length=12 chars=ascii_lowercase,digits"));
  }

  @Test
  void isAnotherOneEachTimeWhereItIsNotKept() {
    assertNotEquals(password("/dev/null"), password("/dev/null"));
    assertEquals(20, password("/dev/null").length());
  }

  @Test
  void isOneForManyHostsThatAskAtOnce() {
    long different =
        IntStream.range(0, 64).parallel().mapToObj(i -> password("shared")).distinct().count();
    assertEquals(1, different);
  }

  @Test
  void takesCommasAndSingleLetters() {
    assertTrue(password("/dev/null chars=,,ab length=50").matches("[,ab]{50}"));
  }
}
