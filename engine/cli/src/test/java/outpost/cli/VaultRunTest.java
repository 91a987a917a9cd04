package outpost.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import outpost.api.Script;
import outpost.api.Secret;
import outpost.core.vault.Vault;
import outpost.core.vault.VaultId;

/** Runs playbooks with encrypted files and values on this very machine, and reads all they tell. */
class VaultRunTest {
  private static final String WORD = "Tr0ub4dor&3'x\"y$z";
  private static final String INLINE = "correct-horse-battery";
  private static final String KEY = "-----BEGIN KEY-----\nMIIEpAIBAAKCAQEA7\nq1w2e3r4t5z6u7i8\n";
  private static final String NUMBER = "834756";
  private static final String TEMPLATED = "unter-der-treppe";

  private static final VaultId ID = new VaultId("prod", Secret.of("master password"));
  private static final Vault VAULT = new Vault(List.of(ID), secret -> {});

  private @TempDir Path folder;

  @BeforeEach
  void writeFiles() throws IOException {
    write("pw", "master password\n");
    Files.createDirectories(folder.resolve("group_vars/all"));
    Files.createDirectories(folder.resolve("files"));
    Files.createDirectories(folder.resolve("templates"));
    locked(
        "group_vars/all/vault.yml",
        """
        word: '%s'
        several:
          - {name: first, password: 'hidden-one'}
          - {name: second, password: 'hidden-two'}
        number: %s
        pin: 47
        flag: true
        key: |
          %s
        url: "https://user:${word}@example.org/"
        """
            .formatted(WORD.replace("'", "''"), NUMBER, KEY.stripTrailing().replace("\n", "\n  ")));
    write(
        "group_vars/all/plain.yml",
        "inline: !vault |\n  "
            + VAULT.lock(Secret.of(INLINE), ID).stripTrailing().replace("\n", "\n  ")
            + "\nunused: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  3132\n");
    locked("files/key.pem", KEY);
    locked("templates/conf.ftl", "place = " + TEMPLATED + "\nword = ${word}\n");
    locked("tasks.yml", "- name: From an encrypted file\n  debug: {msg: 'ready'}\n");
    write("plain.ftl", "<#include 'conf.ftl'>\n");
    write(
        "site.yml",
        """
        - hosts: all
          gather_facts: false
          tasks:
            - debug: {msg: "it is ${word} and ${inline}, ${number}"}
            - debug: {msg: "code ${pin}"}
            - debug: {var: pin}
            - debug: {msg: x}
              timeout: "${number}"
            - copy: {content: "${ {'number': number}?to_json }", dest: "${here}/json"}
            - debug: {var: several}
            - debug: {msg: "${key}"}
            - name: Tell ${word}
              command: env
              environment: {WORD: "${word}", INLINE: "${inline}", KEY: "${key}"}
              register: told
            - debug: {var: told}
            - command:
                expand_argument_vars: false
                argv:
                - sh
                - -c
                - |
                  printf '%s\\n' "$WORD"; printf %s "$WORD" | base64; printf %s "a$WORD" | base64
                  printf %s "ab$WORD" | base64 -w0; echo; printf %s "$KEY" | base64 -w 20
                  set -x; : "$WORD"; : "$INLINE" >&2; set +x; printf '%s\\n' "$KEY"
                  printf '{"a": "%s"}\\n' "$INLINE"; echo 834756
              environment: {WORD: "${word}", INLINE: "${inline}", KEY: "${key}"}
            - copy: {content: "${word}\\n${inline}\\n", dest: "${here}/content"}
            - copy: {src: key.pem, dest: "${here}/key", mode: "0600"}
            - copy: {src: key.pem, dest: "${here}/raw", decrypt: false}
            - template: {src: conf.ftl, dest: "${here}/conf"}
            - template: {src: plain.ftl, dest: "${here}/plain"}
            - name: Look at each
              debug: {msg: "${item.password}"}
              loop: "${several}"
            - name: Look at words
              command: {argv: [sh, -c, 'echo "$IT"; echo "$IT" | base64 >&2; false'], expand_argument_vars: no}
              environment: {IT: "${item}"}
              loop: ["${word}", "${inline}"]
              ignore_errors: true
            - name: Look at words by label
              debug: {msg: x}
              loop: ["${word}"]
              loop_control: {label: "<${item}>"}
            - set_fact: {mine: "${word}!"}
            - debug: {var: mine}
            - include_tasks: tasks.yml
            - assert: {that: "flag", success_msg: "${inline}"}
            - fail: {msg: "no: ${word} ${url}"}
              ignore_errors: true
            - assert: {that: "number == 1", fail_msg: "${inline} ${number}"}
              ignore_errors: true
            - command: {argv: [sh, -c, 'echo "$W" >&2; exit 3'], expand_argument_vars: no}
              environment: {W: "${word}"}
        """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"human", "-v", "-vv -D", "-D", "-C -D", "--output jsonl", "--output jsonl -vv -D"})
  void noSecretComesOutInAnyForm(String options) throws IOException {
    Invocation run = run(options.equals("human") ? "" : options);
    String told = run.out() + run.err();
    for (String secret :
        List.of(WORD, INLINE, NUMBER, " 47\n", TEMPLATED, "hidden-one", "hidden-two")) {
      for (String form : forms(secret)) assertFalse(told.contains(form), form + " in\n" + told);
    }
    for (String line : KEY.split("\n")) assertFalse(told.contains(line), line + " in\n" + told);
    byte[] key = KEY.getBytes(StandardCharsets.UTF_8);
    for (String line :
        Base64.getMimeEncoder(20, new byte[] {'\n'}).encodeToString(key).split("\n")) {
      assertFalse(told.contains(line), line + " in\n" + told);
    }
    assertEquals(options.contains("-C") ? 0 : 2, run.status(), told);
    assertTrue(told.contains("***"), told);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-v", "-vvv -D", "-C", "--output jsonl -vvv"})
  void whatIsMadeOfASecretComesOutNowhere(String options) throws IOException {
    write(
        "site.yml",
        """
        - hosts: all
          gather_facts: false
          vars: {made: "${inline?upper_case}", later: "${inline?upper_case + r.stdout}"}
          tasks:
            - {command: printf x, register: r, check_mode: false}
            - {debug: {msg: x}, delegate_to: "${later}", ignore_errors: true}
            - {add_host: {name: "${later}"}, ignore_errors: true}
            - {add_host: {name: new, groups: ["${later}"]}, ignore_errors: true}
            - {group_by: {key: "${later}"}, ignore_errors: true}
            - {async_status: {jid: "${made}"}, ignore_errors: true}
            - {pause: {prompt: "${made}", seconds: 0}}
            - {command: id, become: true, become_user: "${made}", ignore_errors: true}
            - {command: id, remote_user: "${made}", ignore_errors: true}
            - {command: id, vars: {ansible_host: "${made}", ansible_connection: ssh}, ignore_unreachable: true}
            - {command: id, vars: {ansible_port: "${made}"}, ignore_errors: true, ignore_unreachable: true}
            - {command: id, vars: {ansible_private_key_file: "/${made}", ansible_connection: ssh}, ignore_unreachable: true}
            - {debug: {msg: "${made?reveal}"}}
            - {debug: {msg: "${[made]?reveal?first}!"}}
            - {debug: {msg: x}, timeout: "${later}", ignore_errors: true}
            - {debug: {msg: x}, notify: "${later}", changed_when: true, ignore_errors: true}
            - {include_tasks: "${later}.yml", ignore_errors: true}
            - {include_role: {name: "${later}"}, ignore_errors: true}
            - {include_vars: "${later}.yml", ignore_errors: true}
            - {include_vars: {dir: "${later}"}, ignore_errors: true}
            - {copy: {src: "${later}", dest: /nowhere}, ignore_errors: true}
            - {command: "echo ${later}", ignore_errors: true}
            - {debug: {msg: "${lookup('file', later)}"}, ignore_errors: true}
            - {debug: {msg: "${later?int}"}, ignore_errors: true}
            - {debug: {msg: "${later?from_json}"}, ignore_errors: true}
            - {debug: {msg: "${later?strftime}"}, ignore_errors: true}
            - {debug: {msg: "${{'a': 1}[later]}"}, ignore_errors: true}
            - {debug: {msg: "${later.x}"}, ignore_errors: true}
            - {assert: {that: "later == 'x'", fail_msg: "${later}"}, ignore_errors: true}
            - {fail: {msg: "${later}"}, ignore_errors: true}
            - {set_fact: {fact: {inner: "${later}"}}}
            - {debug: {var: fact}}
            - {set_stats: {data: {some: "${later}"}}}
            - {name: "Tell ${later}", debug: {msg: "${item}"}, loop: ["${later}"], loop_control: {label: "<${later}>"}}
            - {command: {argv: [sh, -c, 'echo "$MADE" >&2; false'], expand_argument_vars: no}, environment: {MADE: "${later}"}, ignore_errors: true}
            - {command: id, environment: "${later}", ignore_errors: true}
            - {debug: {msg: x}, retries: "${later}", until: false, ignore_errors: true}
            - {debug: {msg: x}, throttle: "${later}", ignore_errors: true}
            - {command: "true", async: "${later}", ignore_errors: true}
            - {debug: {msg: x}, loop: "${later}", ignore_errors: true}
            - {wait_for: {port: "${later}"}, ignore_errors: true}
            - {file: {path: /tmp, state: "${later}"}, ignore_errors: true}
        """);
    Invocation run = run(options);
    String told = run.out() + run.err();
    assertEquals(0, run.status(), told);
    for (String form : forms(INLINE.toUpperCase())) {
      assertFalse(told.contains(form), form + " in\n" + told);
    }
  }

  @Test
  void noHostOrGroupIsNamedByASecret() throws IOException {
    write(
        "site.yml",
        """
        - hosts: all
          tasks:
            - {debug: {msg: x}, delegate_to: "${inline}"}
            - {add_host: {name: "${inline?upper_case}"}}
            - {group_by: {key: "of_${inline}"}}
        """);
    Invocation run = run("");
    assertEquals(65, run.status());
    Golden.check("vault-names.txt", run.err());
  }

  @Test
  void whatWasEncryptedIsUsed() throws IOException {
    run("");
    assertEquals(WORD + "\n" + INLINE + "\n", text("content"));
    assertEquals(KEY, text("key"));
    assertEquals("{\"number\": " + NUMBER + "}", text("json"));
    assertTrue(text("raw").startsWith("$ANSIBLE_VAULT;"), text("raw"));
    assertEquals("place = " + TEMPLATED + "\nword = " + WORD + "\n", text("conf"));
    assertEquals(text("conf"), text("plain").stripTrailing() + "\n");
  }

  @Test
  void withoutAPasswordAllThatIsEncryptedIsToldBeforeAnythingIsDone() throws IOException {
    Invocation run = Invocation.of(folder, "-i", "here,", "-e", "here=" + folder, site());
    Golden.check("vault-without-password.txt", run.err().replace(folder.toString(), "FOLDER"));
    assertEquals(65, run.status());
    assertFalse(Files.exists(folder.resolve("raw")));
  }

  @Test
  void withTheWrongPasswordTheValuesThatAreUsedAreTold() throws IOException {
    write("wrong", "wrong\n");
    Files.delete(folder.resolve("group_vars/all/vault.yml"));
    write("site.yml", "- hosts: all\n  tasks:\n    - debug: {msg: \"${inline}\"}\n");
    Invocation run = Invocation.of(folder, "-i", "here,", "--vault-id", "prod@wrong", site());
    Golden.check("vault-wrong-password.txt", run.err());
    assertEquals(65, run.status());
  }

  @Test
  void whatIsWrongInAnEncryptedFileIsToldWithoutItsWords() throws IOException {
    locked("group_vars/all/vault.yml", "word: hunter22: x\nother: 'hunter23\nmore: ${word\n");
    Invocation run = run("");
    assertFalse(run.err().contains("hunter2"), run.err());
    assertTrue(run.err().contains("--> group_vars/all/vault.yml:1:7\n"), run.err());
    assertEquals(65, run.status());
  }

  @Test
  void anInventoryMayBeEncrypted() throws IOException {
    locked("hosts.yml", "all: {hosts: {node7: {ansible_connection: local, secret: hunter22}}}\n");
    write(
        "site.yml",
        "- hosts: node7\n  gather_facts: false\n  tasks:\n    - debug: {msg: \"x${secret}y\"}\n");
    Invocation run =
        Invocation.of(folder, "-i", "hosts.yml", "--vault-password-file", "pw", site());
    assertTrue(run.out().contains("  ok: node7\n    ***\n"), run.out() + run.err());
    Invocation shown =
        Invocation.of(
            folder, "inventory", "--list", "-i", "hosts.yml", "--vault-password-file", "pw");
    assertTrue(shown.out().contains("\"secret\": \"***\""), shown.out() + shown.err());
    assertFalse(shown.out().contains("hunter22"), shown.out());
  }

  private Invocation run(String options) {
    List<String> args = new ArrayList<>();
    args.addAll(List.of("-i", "here,", "-e", "ansible_connection=local", "-e", "here=" + folder));
    args.addAll(List.of("--vault-id", "prod@pw"));
    if (!options.isEmpty()) args.addAll(List.of(options.split(" ")));
    args.add(site());
    return Invocation.of(folder, args.toArray(String[]::new));
  }

  private String site() {
    return folder.resolve("site.yml").toString();
  }

  private static List<String> forms(String secret) {
    List<String> forms = new ArrayList<>(List.of(secret));
    String quoted = Script.quote(secret);
    forms.add(quoted.substring(1, quoted.length() - 1));
    forms.add(secret.replace("'", "'\"'\"'"));
    forms.add(secret.replace("\\", "\\\\").replace("\"", "\\\""));
    for (int before = 0; before < 3; before++) {
      byte[] bytes = ("#".repeat(before) + secret).getBytes(StandardCharsets.UTF_8);
      String encoded = Base64.getEncoder().encodeToString(bytes);
      forms.add(encoded.substring(before == 0 ? 0 : before + 2, bytes.length * 8 / 6 - 1));
    }
    return forms;
  }

  private void locked(String name, String plain) throws IOException {
    write(name, VAULT.lock(Secret.of(plain), ID));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private String text(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }
}
