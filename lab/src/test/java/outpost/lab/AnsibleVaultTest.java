package outpost.lab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opens with Ansible's own tool what the engine has encrypted, and the other way round. */
class AnsibleVaultTest {
  private final Checkout checkout = Checkout.here();

  private @TempDir Path folder;

  @BeforeEach
  void writePasswords() throws IOException {
    assumeTrue(Profile.also("vaults opened and made by the ansible-vault of this machine"));
    assumeTrue(hasAnsible(), "no ansible-vault");
    Files.writeString(folder.resolve("plain"), "correct horse battery staple\n");
    Files.writeString(folder.resolve("odd"), " päss wörd \"'$ \n");
  }

  @Test
  void whatTheEngineEncryptsAnsibleOpens() throws Exception {
    for (Map.Entry<String, byte[]> content : contents().entrySet()) {
      for (String id : List.of("plain", "prod@plain", "odd", "a.b-c@odd")) {
        Path file = Files.write(folder.resolve(content.getKey()), content.getValue());
        ours("encrypt", "--vault-id", at(id), file.toString());
        theirs("decrypt", "--vault-id", at(id), file.toString());
        assertArrayEquals(content.getValue(), Files.readAllBytes(file), content.getKey() + id);
      }
    }
  }

  @Test
  void whatAnsibleEncryptsTheEngineOpens() throws Exception {
    for (Map.Entry<String, byte[]> content : contents().entrySet()) {
      for (String id : List.of("plain", "prod@plain", "odd", "a.b-c@odd")) {
        Path file = Files.write(folder.resolve(content.getKey()), content.getValue());
        theirs("encrypt", "--vault-id", at(id), file.toString());
        ours("decrypt", "--vault-id", at(id), file.toString());
        assertArrayEquals(content.getValue(), Files.readAllBytes(file), content.getKey() + id);
      }
    }
  }

  @Test
  void eachChangesThePasswordOfWhatTheOtherEncrypted() throws Exception {
    Path file = Files.writeString(folder.resolve("f"), "text\n");
    theirs("encrypt", "--vault-id", at("a@plain"), file.toString());
    ours("rekey", "--vault-id", at("a@plain"), "--new-vault-id", at("b@odd"), file.toString());
    theirs("rekey", "--vault-id", at("b@odd"), "--new-vault-id", at("c@plain"), file.toString());
    assertEquals("text\n", ours("view", "--vault-id", at("c@plain"), file.toString()));
  }

  @Test
  void theValuesOfEachRunInPlaybooksOfTheOther() throws Exception {
    String value = "Tr0ub4dor & \"3'";
    String made = ours("encrypt-string", "--vault-id", at("prod@plain"), "-n", "secret", value);
    Path vars = Files.writeString(folder.resolve("vars.yml"), made);
    Path copied = folder.resolve("copied");
    String shown =
        run(
            List.of(
                "ansible",
                "localhost",
                "--vault-id",
                at("prod@plain"),
                "-e",
                "@" + vars,
                "-m",
                "copy",
                "-a",
                "dest=" + copied + " content={{ secret | quote }}"));
    assertEquals("'Tr0ub4dor & \"3'\"'\"''", Files.readString(copied), shown);

    String theirs = theirs("encrypt_string", "--vault-id", at("prod@plain"), "-n", "secret", value);
    Files.writeString(vars, theirs + "\n");
    Files.createDirectories(folder.resolve("group_vars"));
    Path locked = Files.writeString(folder.resolve("group_vars/all.yml"), "more: \"ä: {1}\"\n");
    theirs("encrypt", "--vault-id", at("odd"), locked.toString());
    Path playbook =
        Files.writeString(
            folder.resolve("site.yml"),
            "- hosts: localhost\n"
                + "  gather_facts: false\n"
                + "  tasks: [{copy: {dest: '"
                + copied
                + "', content: '${secret}|${more}'}}]\n");
    Result run =
        new EngineRun(
                checkout,
                "-i",
                "localhost,",
                "--vault-id",
                at("prod@plain"),
                "--vault-id",
                at("odd"),
                "-e",
                "@" + vars,
                playbook.toString())
            .toEnd();
    assertEquals(0, run.status(), run::all);
    assertEquals(value + "|ä: {1}", Files.readString(copied));
  }

  private static Map<String, byte[]> contents() {
    Map<String, byte[]> contents = new LinkedHashMap<>();
    contents.put("empty", new byte[0]);
    contents.put("text", "db_password: grün\n".getBytes(StandardCharsets.UTF_8));
    contents.put("block", "0123456789abcdef".getBytes(StandardCharsets.UTF_8));
    byte[] bytes = new byte[5_000];
    new Random(7).nextBytes(bytes);
    contents.put("bytes", bytes);
    return contents;
  }

  /** Returns a vault id whose file is one of ours, wherever the command runs. */
  private String at(String id) {
    int at = id.indexOf('@') + 1;
    return id.substring(0, at) + folder.resolve(id.substring(at));
  }

  private String ours(String... args) {
    String[] all = Stream.concat(Stream.of("vault"), Stream.of(args)).toArray(String[]::new);
    Result run = new EngineRun(checkout, all).toEnd();
    assertEquals(0, run.status(), run::all);
    return run.out();
  }

  private String theirs(String... args) throws Exception {
    List<String> command = new ArrayList<>(List.of("ansible-vault"));
    command.addAll(List.of(args));
    return run(command);
  }

  private static boolean hasAnsible() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(f -> Files.isExecutable(Path.of(f, "ansible-vault")));
  }

  private String run(List<String> command) throws Exception {
    Path err = folder.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("ANSIBLE_"));
    environment.put("LC_ALL", "C.UTF-8");
    builder.redirectInput(new File("/dev/null")).redirectError(err.toFile());
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), String.join(" ", command) + Files.readString(err));
    return out;
  }
}
