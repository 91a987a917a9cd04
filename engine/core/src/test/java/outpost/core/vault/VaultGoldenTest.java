package outpost.core.vault;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import outpost.api.Secret;
import outpost.core.source.Golden;
import outpost.core.source.Problems;
import outpost.core.source.Sources;

/** Every way in which something encrypted cannot be opened; a file's name says what is given. */
class VaultGoldenTest {
  private static final Secret RIGHT = Secret.of("correct horse battery staple");
  private static final Secret WRONG = Secret.of("wrong");

  @TestFactory
  Stream<DynamicTest> mistakes() throws IOException {
    return Golden.each("outpost/core/vault/mistakes", VaultGoldenTest::read);
  }

  private static void read(Path file, Problems problems) {
    Vault vault = new Vault(ids(file.getFileName().toString()), secret -> {});
    new Sources(file.getParent(), vault).read(file.getFileName(), problems);
  }

  private static List<VaultId> ids(String name) {
    if (name.startsWith("no-password")) return List.of();
    VaultId prod = new VaultId("prod", WRONG);
    VaultId plain = new VaultId(VaultId.DEFAULT, WRONG);
    return switch (name) {
      case "wrong-password.vault" -> List.of(plain);
      case "wrong-password-for-a-label.vault" -> List.of(prod);
      case "wrong-passwords.vault" -> List.of(plain, prod);
      case "wrong-label.vault" -> List.of(plain, new VaultId("dev", WRONG));
      default -> List.of(new VaultId(VaultId.DEFAULT, RIGHT));
    };
  }
}
