package outpost.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import outpost.api.Secret;

class VaultCommandTest {
  private @TempDir Path folder;

  @BeforeEach
  void writePasswords() throws IOException {
    Files.writeString(folder.resolve("pw"), "correct horse battery staple\n");
    Files.writeString(folder.resolve("other"), "another\n");
    Files.writeString(folder.resolve("a.yml"), "password: hunter22\n");
  }

  @Test
  void encryptsAndDecryptsAFileInItsPlaceAndKeepsItsMode() throws IOException {
    Files.setPosixFilePermissions(
        folder.resolve("a.yml"), PosixFilePermissions.fromString("rw-r-----"));
    assertWell(vault("encrypt", "--vault-password-file", "pw", "a.yml"));
    assertTrue(text("a.yml").startsWith("$ANSIBLE_VAULT;1.1;AES256\n"), text("a.yml"));
    assertEquals("rw-r-----", mode("a.yml"));
    assertWell(vault("decrypt", "--vault-password-file", "pw", "a.yml"));
    assertEquals("password: hunter22\n", text("a.yml"));
    assertEquals("rw-r-----", mode("a.yml"));
    assertNothingElse("a.yml", "other", "pw");
  }

  @Test
  void aNewFileIsForItsUserAlone() throws IOException {
    assertWell(vault("encrypt", "--vault-id", "prod@pw", "--output", "new", "a.yml"));
    assertEquals("rw-------", mode("new"));
    assertTrue(text("new").startsWith("$ANSIBLE_VAULT;1.2;AES256;prod\n"), text("new"));
    assertEquals("password: hunter22\n", text("a.yml"));
    Invocation view = vault("view", "--vault-id", "prod@pw", "new");
    assertEquals("password: hunter22\n", view.out());
  }

  @Test
  void bytesPassThroughStandardInputAndOutput() {
    byte[] bytes = {0, (byte) 0xff, 10, 13, (byte) 0x80};
    Invocation locked = piped(bytes, "encrypt", "--vault-password-file", "pw");
    assertWell(locked);
    Invocation plain =
        piped(
            locked.out().getBytes(StandardCharsets.US_ASCII),
            "decrypt",
            "--vault-password-file",
            "pw",
            "--output",
            "plain");
    assertWell(plain);
    assertArrayEquals(bytes, bytes("plain"));
  }

  @Test
  void aLinkStaysALink() throws IOException {
    Files.createSymbolicLink(folder.resolve("link.yml"), Path.of("a.yml"));
    assertWell(vault("encrypt", "--vault-password-file", "pw", "link.yml"));
    assertTrue(Files.isSymbolicLink(folder.resolve("link.yml")));
    assertTrue(text("a.yml").startsWith("$ANSIBLE_VAULT;"), text("a.yml"));
  }

  @Test
  void ofSeveralFilesNoneIsTouchedWhereOneIsWrong() throws IOException {
    Files.writeString(folder.resolve("b.yml"), "b: 2\n");
    assertWell(vault("encrypt", "--vault-password-file", "other", "b.yml"));
    String locked = text("b.yml");
    for (String[] command :
        List.of(
            new String[] {"encrypt", "--vault-password-file", "pw", "a.yml", "b.yml"},
            new String[] {"encrypt", "--vault-password-file", "pw", "a.yml", "nowhere"},
            new String[] {"decrypt", "--vault-password-file", "pw", "b.yml", "a.yml"},
            new String[] {
              "rekey", "--vault-password-file", "other", "--new-vault-id", "pw", "b.yml", "a.yml"
            })) {
      assertEquals(65, vault(command).status());
      assertEquals("password: hunter22\n", text("a.yml"));
      assertEquals(locked, text("b.yml"));
    }
    assertNothingElse("a.yml", "b.yml", "other", "pw");
  }

  @Test
  void rekeysAllFilesOrNone() throws IOException {
    Files.writeString(folder.resolve("b.yml"), "b: 2\n");
    assertWell(vault("encrypt", "--vault-id", "prod@pw", "a.yml", "b.yml"));
    assertWell(
        vault("rekey", "--vault-id", "prod@pw", "--new-vault-id", "new@other", "a.yml", "b.yml"));
    assertTrue(text("a.yml").startsWith("$ANSIBLE_VAULT;1.2;AES256;new\n"), text("a.yml"));
    assertEquals("b: 2\n", vault("view", "--vault-id", "other", "b.yml").out());
    assertEquals(65, vault("view", "--vault-id", "pw", "b.yml").status());
    assertWell(vault("rekey", "--vault-id", "other", "--new-vault-password-file", "pw", "a.yml"));
    assertTrue(text("a.yml").startsWith("$ANSIBLE_VAULT;1.1;AES256\n"), text("a.yml"));
  }

  @Test
  void ofSeveralPasswordsOneMustBeNamedToEncryptWith() throws IOException {
    Invocation run = vault("encrypt", "--vault-id", "a@pw", "--vault-id", "b@other", "a.yml");
    assertEquals(
        """
        error: passwords are given for several vault ids: `a`, `b`
           = say which one encrypts: `--encrypt-vault-id a`

        1 error
        """,
        run.err());
    assertEquals(64, run.status());
    assertEquals("password: hunter22\n", text("a.yml"));
    Invocation wrong = vault("encrypt", "--vault-id", "a@pw", "--encrypt-vault-id", "c", "a.yml");
    assertEquals(64, wrong.status());
    assertTrue(wrong.err().startsWith("error: no password is given for the vault id `c`\n"));
    assertWell(
        vault(
            "encrypt",
            "--vault-id",
            "a@pw",
            "--vault-id",
            "b@other",
            "--encrypt-vault-id",
            "b",
            "a.yml"));
    assertTrue(text("a.yml").startsWith("$ANSIBLE_VAULT;1.2;AES256;b\n"), text("a.yml"));
  }

  @Test
  void encryptsTextsAsValuesOfVariables() {
    Invocation run =
        vault(
            "encrypt_string",
            "--vault-password-file",
            "pw",
            "-n",
            "a",
            "-n",
            "b",
            "one",
            "two",
            "3");
    assertWell(run);
    String shape = run.out().replaceAll("(?m)^ {10}[0-9a-f]{1,80}\n", "");
    assertEquals(
        """
        a: !vault |
                  $ANSIBLE_VAULT;1.1;AES256
        b: !vault |
                  $ANSIBLE_VAULT;1.1;AES256
        !vault |
                  $ANSIBLE_VAULT;1.1;AES256
        """,
        shape);
  }

  @Test
  void aValueOfStandardInputOrOfThePromptIsTakenAsItIs() throws IOException {
    Invocation piped =
        piped("line\n".getBytes(StandardCharsets.UTF_8), "encrypt-string", "--vault-id", "pw");
    assertEquals("line\n", value(piped));
    Invocation typed =
        typing(" typed ", "encrypt-string", "--vault-id", "pw", "--prompt", "-n", "x");
    assertTrue(typed.out().startsWith("x: !vault |\n"), typed.out());
    assertEquals(" typed ", value(typed));
    assertEquals(64, piped(new byte[0], "encrypt-string", "--vault-id", "pw").status());
    assertEquals(64, vault("encrypt-string", "--vault-id", "pw", "").status());
    assertEquals(64, vault("encrypt-string", "--vault-id", "pw", "-n", "a-b", "x").status());
    assertEquals(
        64, vault("encrypt-string", "--vault-id", "pw", "-n", "a", "-n", "b", "x").status());
  }

  private String value(Invocation made) throws IOException {
    assertWell(made);
    Files.writeString(
        folder.resolve("value"), made.out().replaceFirst(".*\n", "").replace(" ", ""));
    return vault("view", "--vault-id", "pw", "value").out();
  }

  @Test
  void editsInAFileThatOnlyTheUserCanReadAndThatIsGoneAfterwards() throws IOException {
    assertWell(vault("encrypt", "--vault-id", "prod@pw", "a.yml"));
    Path editor =
        program(
            "editor",
            """
            printf '%s\\n' "$1" >seen
            stat -c %a "$1" "$(dirname "$1")" >>seen
            cat "$1" >>seen
            echo 'more: yes' >>"$1"
            """);
    assertWell(in(Map.of("EDITOR", editor.toString()), "edit", "--vault-id", "pw", "a.yml"));
    List<String> seen = text("seen").lines().toList();
    assertTrue(seen.get(0).endsWith("/a.yml"), seen.get(0));
    assertEquals(List.of("600", "700", "password: hunter22"), seen.subList(1, 4));
    assertFalse(Files.exists(Path.of(seen.get(0)).getParent()));
    assertTrue(text("a.yml").startsWith("$ANSIBLE_VAULT;1.2;AES256;prod\n"), text("a.yml"));
    assertEquals(
        "password: hunter22\nmore: yes\n", vault("view", "--vault-id", "pw", "a.yml").out());
  }

  @Test
  void anEditThatChangesNothingOrFailsLeavesTheFileAsItWas() throws IOException {
    assertWell(vault("encrypt", "--vault-id", "pw", "a.yml"));
    String before = text("a.yml");
    assertWell(in(Map.of("VISUAL", "true"), "edit", "--vault-id", "pw", "a.yml"));
    assertEquals(before, text("a.yml"));
    Path editor = program("editor", "echo x >>\"$1\"; echo \"$1\" >seen; exit 3\n");
    Invocation failed =
        in(Map.of("EDITOR", editor.toString()), "edit", "--vault-id", "pw", "a.yml");
    assertTrue(failed.err().contains("fails, exit 3; nothing was changed"), failed.err());
    assertEquals(65, failed.status());
    assertEquals(before, text("a.yml"));
    assertFalse(Files.exists(Path.of(text("seen").strip())));
  }

  @Test
  void createsAFileThatIsEncryptedFromTheStart() throws IOException {
    Path editor = program("editor", "echo 'x: 1' >\"$1\"\n");
    Map<String, String> environment = Map.of("EDITOR", editor.toString());
    assertWell(in(environment, "create", "--vault-id", "pw", "new.yml"));
    assertEquals("rw-------", mode("new.yml"));
    assertEquals("x: 1\n", vault("view", "--vault-id", "pw", "new.yml").out());
    Invocation again = in(environment, "create", "--vault-id", "pw", "new.yml");
    assertTrue(again.err().startsWith("error: there is a file `new.yml` already\n"), again.err());
    assertEquals(65, again.status());
    assertEquals(65, in(environment, "create", "--vault-id", "pw", "no/such/new.yml").status());
    Invocation empty = in(Map.of("EDITOR", "true"), "create", "--vault-id", "pw", "empty.yml");
    assertFalse(Files.exists(folder.resolve("empty.yml")), empty.err());
  }

  @Test
  void asksForAPasswordWhereNoneIsNamedAndTwiceForANewOne() throws IOException {
    assertWell(typing("typed", "encrypt", "a.yml"));
    assertEquals("password: hunter22\n", typing("typed", "view", "a.yml").out());
    assertEquals("password: hunter22\n", typing(" typed \n", "view", "-J", "a.yml").out());
    Invocation nobody = vault("view", "a.yml");
    assertTrue(
        nobody.err().startsWith("error: there is no terminal to ask for the vault password\n"),
        nobody.err());
    assertEquals(64, nobody.status());
    assertEquals(64, typing("", "view", "a.yml").status());
  }

  @Test
  void aPasswordOfAProgramIsWhatItPrints() throws IOException {
    program("print", "echo 'correct horse battery staple'\n");
    program("store-client.sh", "[ \"$1 $2\" = '--vault-id prod' ] || exit 2; echo another\n");
    assertWell(vault("encrypt", "--vault-id", "print", "a.yml"));
    assertEquals("password: hunter22\n", vault("view", "--vault-id", "pw", "a.yml").out());
    assertWell(
        vault("rekey", "--vault-id", "pw", "--new-vault-id", "prod@store-client.sh", "a.yml"));
    assertEquals("password: hunter22\n", vault("view", "--vault-id", "other", "a.yml").out());
    Invocation unknown = vault("view", "--vault-id", "dev@store-client.sh", "a.yml");
    assertEquals(
        "error: `store-client.sh` has no password for the vault id `dev`\n\n1 error\n",
        unknown.err());
    assertEquals(64, unknown.status());
  }

  @Test
  void aPasswordFileMayItselfBeEncrypted() throws IOException {
    Files.writeString(folder.resolve("master"), "master\n");
    assertWell(vault("encrypt", "--vault-id", "pw", "a.yml"));
    assertWell(vault("encrypt", "--vault-id", "master", "pw"));
    Invocation view = vault("view", "--vault-id", "m@master", "--vault-id", "pw", "a.yml");
    assertEquals("password: hunter22\n", view.out(), view.err());
  }

  @Test
  void theEnvironmentNamesAFileWhereTheCommandLineNamesNone() throws IOException {
    Map<String, String> environment =
        Map.of(
            "OUTPOST_VAULT_PASSWORD_FILE", "~/.pw",
            "HOME", folder.toString(),
            "ANSIBLE_VAULT_PASSWORD_FILE", "other");
    Files.copy(folder.resolve("pw"), folder.resolve(".pw"));
    assertWell(in(environment, "encrypt", "a.yml"));
    assertEquals("password: hunter22\n", vault("view", "--vault-id", "pw", "a.yml").out());
    assertEquals(65, in(environment, "view", "--vault-id", "other", "a.yml").status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"nowhere", "folder", "empty", "silent", "fails", "broken", "a;b@pw"})
  void aPasswordThatCannotBeHadIsWrongUsage(String source) throws IOException {
    Files.createDirectory(folder.resolve("folder"));
    Files.writeString(folder.resolve("empty"), " \n");
    program("silent", "\n");
    program("fails", "exit 7\n");
    Files.writeString(folder.resolve("broken"), "#!/no/such/interpreter\n");
    Files.setPosixFilePermissions(
        folder.resolve("broken"), PosixFilePermissions.fromString("rwx------"));
    Invocation run = vault("encrypt", "--vault-id", source, "a.yml");
    assertEquals(64, run.status(), run.err());
    Golden.check("vault-password-" + source.replaceAll("\\W", "-") + ".txt", run.err());
    assertEquals("password: hunter22\n", text("a.yml"));
  }

  @Test
  void aWordThatIsNoCommandOfTheVaultIsToldSo() {
    Invocation run = vault("encript", "a.yml");
    assertEquals(
        """
        error: there is no command `vault encript`
           = did you mean `encrypt`?
        """,
        run.err());
    assertEquals(64, run.status());
    assertEquals(64, vault().status());
    assertEquals(64, vault("view").status());
    assertEquals(64, vault("decrypt", "--output", "x", "a", "b").status());
    assertNotEquals("", vault("edit", "--help").out());
  }

  @Test
  void helpNamesTheCommands() {
    Golden.check("help-vault.txt", vault("--help").out());
    Golden.check("help-vault-encrypt-string.txt", vault("encrypt-string", "--help").out());
  }

  private Path program(String name, String body) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + body);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return file;
  }

  private Invocation vault(String... args) {
    return in(Map.of(), args);
  }

  private Invocation in(Map<String, String> environment, String... args) {
    return Invocation.of(folder, environment, Optional.empty(), words(args));
  }

  private Invocation typing(String typed, String... args) {
    return Invocation.of(folder, Map.of(), Optional.of(Secret.of(typed)), words(args));
  }

  private Invocation piped(byte[] in, String... args) {
    return Invocation.of(
        folder, Map.of(), Optional.empty(), new ByteArrayInputStream(in), words(args));
  }

  private static String[] words(String... args) {
    return Stream.concat(Stream.of("vault"), Stream.of(args)).toArray(String[]::new);
  }

  private static void assertWell(Invocation run) {
    assertEquals("", run.err());
    assertEquals(0, run.status());
  }

  private void assertNothingElse(String... names) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      assertEquals(List.of(names), all.map(p -> p.getFileName().toString()).sorted().toList());
    }
  }

  private String text(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  private byte[] bytes(String name) {
    try {
      return Files.readAllBytes(folder.resolve(name));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private String mode(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
  }
}
