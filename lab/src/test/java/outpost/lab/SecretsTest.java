package outpost.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The authkey and the password of hacluster are told to nobody who does not need them. */
class SecretsTest {
  private static final Set<String> KEY_FILES = Set.of("/etc/pacemaker/authkey");

  private final Lab lab = Labs.shared();
  private Host host;

  @AfterEach
  void remove() {
    lab.remove(host);
  }

  @Test
  void noSecretIsInOutputOrProcessListsOrOtherFilesThanItsOwn() throws IOException {
    host = lab.addBlank();
    byte[] key = authkey();
    Map<String, String> secrets = new LinkedHashMap<>();
    secrets.put("the password", lab.haclusterPassword());
    secrets.put(
        "the password in base64", base64(lab.haclusterPassword().getBytes(StandardCharsets.UTF_8)));
    secrets.put("the key in base64", base64(key));
    secrets.put("the key in hex", HexFormat.of().formatHex(key, 0, 32));
    secrets.put("the key in upper hex", HexFormat.of().withUpperCase().formatHex(key, 0, 32));
    Set<String> seen = new TreeSet<>();

    Result run = watched(seen);

    assertEquals(0, run.status(), run::all);
    for (String canary : List.of("engine.jar", "pcs host auth")) {
      assertTrue(seen.stream().anyMatch(p -> p.contains(canary)), canary + " was not seen in ps");
    }
    secrets.forEach(
        (what, secret) -> {
          assertFalse(run.all().contains(secret), what + " is in the output");
          assertEquals(List.of(), seen.stream().filter(p -> p.contains(secret)).toList(), what);
        });
    for (Host each : lab.hosts()) {
      assertEquals(KEY_FILES, filesWith(each, key), "the key on " + each.name());
      for (Map.Entry<String, String> secret : secrets.entrySet()) {
        assertEquals(
            Set.of(),
            filesWith(each, secret.getValue().getBytes(StandardCharsets.UTF_8)),
            secret.getKey() + " on " + each.name());
      }
    }
    RemoteNodes.assertNothingFenced(lab);
  }

  /** Runs the playbook, and collects what could be seen of processes meanwhile, here and there. */
  private Result watched(Set<String> seen) throws IOException {
    List<ProcessWatch> watches = new ArrayList<>();
    try {
      for (Host each : lab.hosts()) watches.add(each.watchProcesses());
      EngineRun run =
          lab.startEngine(RemoteNodes.arguments(lab, "labuser", List.of(host), "-v", "--diff"));
      while (run.isRunning()) seen.addAll(processesHere());
      watches.forEach(watch -> seen.addAll(watch.seen()));
      return run.toEnd();
    } finally {
      watches.forEach(ProcessWatch::close);
    }
  }

  private byte[] authkey() {
    String text = lab.cluster().get(0).must("base64 -w0 /etc/pacemaker/authkey");
    return Base64.getDecoder().decode(text.strip());
  }

  /** As much of it as a line of output would hold; the end is cut since padding may differ. */
  private static String base64(byte[] bytes) {
    String all = Base64.getEncoder().encodeToString(bytes);
    return all.substring(0, Math.min(40, all.length() - 4));
  }

  /**
   * Every command line and environment that now lives on this machine outside of the lab's hosts.
   */
  private static Set<String> processesHere() throws IOException {
    Set<String> seen = new TreeSet<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : all) {
        for (String file : List.of("cmdline", "environ")) {
          try {
            seen.add(Files.readString(process.resolve(file), StandardCharsets.ISO_8859_1));
          } catch (IOException e) {
            // it has ended
          }
        }
      }
    }
    return seen;
  }

  /** The files of a host, those in memory too, that hold these bytes somewhere. */
  private static Set<String> filesWith(Host host, byte[] bytes) {
    String found = host.must(SEARCH.formatted(Base64.getEncoder().encodeToString(bytes)));
    return new TreeSet<>(found.lines().toList());
  }

  private static final String SEARCH =
      """
      python3 - <<'E'
      import base64, os
      wanted = base64.b64decode("%s")
      for top in "/etc", "/var", "/root", "/home", "/run", "/tmp", "/dev/shm", "/opt", "/srv":
          for folder, _, files in os.walk(top):
              for name in files:
                  path = os.path.join(folder, name)
                  try:
                      if os.path.isfile(path) and not os.path.islink(path) and wanted in open(path, "rb").read():
                          print(path)
                  except OSError:
                      pass
      E
      """;
}
