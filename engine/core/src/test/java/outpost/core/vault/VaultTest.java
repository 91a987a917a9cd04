package outpost.core.vault;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import outpost.api.Secret;
import outpost.core.source.Unlocker;

/** The files below {@code vault/ansible} were made by {@code ansible-vault} 2.14. */
class VaultTest {
  private static final Path MADE = Path.of("src/test/resources/outpost/core/vault/ansible");
  private static final VaultId RIGHT =
      new VaultId(VaultId.DEFAULT, Secret.of("correct horse battery staple"));
  private static final VaultId ODD = new VaultId("odd", Secret.of("päss wörd \"'$"));
  private static final VaultId WRONG = new VaultId("wrong", Secret.of("wrong"));

  @ParameterizedTest
  @ValueSource(strings = {"empty", "one", "fifteen", "sixteen", "seventeen", "bytes", "labelled"})
  void opensWhatAnsibleMade(String name) throws IOException {
    byte[] plain = Files.readAllBytes(MADE.resolve(name + ".plain"));
    assertArrayEquals(plain, vault(RIGHT).open(made(name)).reveal());
  }

  @ParameterizedTest
  @ValueSource(strings = {"empty", "one", "fifteen", "sixteen", "seventeen", "bytes", "labelled"})
  void writesWhatAnsibleWroteByteByByte(String name) throws IOException {
    String made = made(name);
    Envelope envelope = Envelope.read(made);
    VaultId id = new VaultId(envelope.label(), RIGHT.password());
    Secret plain = Secret.of(Files.readAllBytes(MADE.resolve(name + ".plain")));
    assertEquals(made, vault(id).lock(plain, id, envelope.salt()));
  }

  @Test
  void passwordsMayBeAnyText() throws IOException {
    assertEquals(Secret.of("a: b\n"), vault(ODD).open(made("odd")));
  }

  @Test
  void passwordsMayBeAnyBytes() {
    VaultId bytes = new VaultId("b", Secret.of(new byte[] {(byte) 0xff, (byte) 0x80, 1}));
    VaultId others = new VaultId("b", Secret.of(new byte[] {(byte) 0xfe, (byte) 0x80, 1}));
    String locked = vault(bytes).lock(Secret.of("x"), bytes);
    assertEquals(Secret.of("x"), vault(bytes).open(locked));
    assertThrows(Unlocker.Locked.class, () -> vault(others).open(locked));
  }

  @Test
  void aLabelIsWrittenInFormat12AndReadBack() {
    VaultId prod = new VaultId("prod", RIGHT.password());
    String locked = vault(prod).lock(Secret.of("x"), prod);
    assertTrue(locked.startsWith("$ANSIBLE_VAULT;1.2;AES256;prod\n"), locked);
    assertEquals("prod", Vault.label(locked));
    assertEquals("default", Vault.label(vault(RIGHT).lock(Secret.of("x"), RIGHT)));
  }

  @Test
  void eachTimeAnotherSaltIsTaken() {
    Vault vault = vault(RIGHT);
    assertNotEquals(vault.lock(Secret.of("x"), RIGHT), vault.lock(Secret.of("x"), RIGHT));
  }

  @Test
  void thePasswordWithTheLabelIsTriedFirstThenAllOthers() {
    VaultId prod = new VaultId("prod", Secret.of("p"));
    VaultId alsoProd = new VaultId("prod", Secret.of("q"));
    VaultId dev = new VaultId("dev", Secret.of("p"));
    String locked = vault(prod).lock(Secret.of("x"), prod);
    assertEquals(prod, vault(dev, prod).opened(locked).with());
    assertEquals(prod, vault(alsoProd, prod).opened(locked).with());
    assertEquals(dev, vault(alsoProd, dev).opened(locked).with());
  }

  @Test
  void lineEndsAndBlanksAroundDoNotMatter() throws IOException {
    String made = made("labelled");
    Secret plain = vault(RIGHT).open(made);
    assertEquals(plain, vault(RIGHT).open(made.replace("\n", "\r\n")));
    assertEquals(plain, vault(RIGHT).open(made.replace("\n", "  \n") + "\n\n"));
    assertEquals(plain, vault(RIGHT).open(made.stripTrailing()));
    assertEquals(plain, vault(RIGHT).open(made.replaceAll("(?<=\\n)(.{30})", "$1\n")));
    assertEquals(plain, vault(RIGHT).open(upper(made)));
  }

  private static String upper(String made) {
    int body = made.indexOf('\n');
    return made.substring(0, body) + made.substring(body).toUpperCase();
  }

  @Test
  void anyChangedDigitIsNoticed() throws IOException {
    String made = made("one");
    int body = made.indexOf('\n') + 1;
    Vault vault = vault(RIGHT);
    for (int i = body; i < made.length(); i += 37) {
      char c = made.charAt(i);
      if (c == '\n') continue;
      String damaged = made.substring(0, i) + (c == '3' ? '6' : '3') + made.substring(i + 1);
      assertThrows(Unlocker.Locked.class, () -> vault.open(damaged), damaged);
    }
  }

  @Test
  void whateverIsMissingAtTheEndIsNoticed() throws IOException {
    String made = made("seventeen");
    Vault vault = vault(RIGHT);
    for (int end = Unlocker.MARK.length(); end < made.stripTrailing().length(); end += 5) {
      String cut = made.substring(0, end);
      assertThrows(Unlocker.Locked.class, () -> vault.open(cut), cut);
    }
  }

  @Test
  void aTagThatFitsBytesOfAnotherMakingIsNotTakenForGood() throws Exception {
    // signed with the right key, but what it deciphers to has no padding of the vault's
    Keys keys = new Keys();
    byte[] salt = new byte[32];
    byte[] cipher = new byte[16];
    javax.crypto.Mac mac = javax.crypto.Mac.getInstance("HmacSHA256");
    mac.init(
        new javax.crypto.spec.SecretKeySpec(keys.tagKey(RIGHT.password(), salt), "HmacSHA256"));
    String text = new Envelope("default", salt, mac.doFinal(cipher), cipher).text();
    Unlocker.Locked locked = assertThrows(Unlocker.Locked.class, () -> vault(RIGHT).open(text));
    assertTrue(locked.getMessage().startsWith("the password is right"), locked.getMessage());
  }

  @Test
  void saysNothingOfPasswordsOrContents() throws IOException {
    Unlocker.Locked locked =
        assertThrows(Unlocker.Locked.class, () -> vault(WRONG, ODD).open(made("labelled")));
    String told = locked.problem().toString();
    assertFalse(told.contains("päss"), told);
    assertFalse(told.contains("wrong\n"), told);
  }

  @Test
  void keysAreMadeOnceForEachSaltAndPassword() {
    Keys keys = new Keys();
    byte[] salt = HexFormat.of().parseHex("00".repeat(32));
    assertTrue(keys.tagKey(RIGHT.password(), salt) == keys.tagKey(RIGHT.password(), salt.clone()));
    assertEquals(32, keys.cipherKey(RIGHT.password(), salt).length);
    assertEquals(16, keys.counter(RIGHT.password(), salt).length);
  }

  @Test
  void hundredsOfValuesOfOneSaltCostOneKey() {
    List<Secret> kept = new ArrayList<>();
    Vault vault = new Vault(List.of(WRONG, RIGHT), kept::add);
    String locked = vault.lock(Secret.of("x".repeat(99)), RIGHT);
    for (int i = 0; i < 2_000; i++) vault.open(locked); // minutes, were each key made anew
    vault.keep(Secret.of("part"));
    assertEquals(List.of(Secret.of("part")), kept);
  }

  private static Vault vault(VaultId... ids) {
    return new Vault(List.of(ids), secret -> {});
  }

  private static String made(String name) throws IOException {
    return Files.readString(MADE.resolve(name + ".vault"), StandardCharsets.US_ASCII);
  }
}
