package outpost.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many files and large ones: they arrive whole, in little memory, whatever befalls the way. */
class TransferTest {
  private static final int MEGABYTE = 1 << 20;
  private static final int MOST_MEMORY = 256;

  /** The tree's names and sums, which {@code sha256sum} tells the same way on both sides. */
  private static final String SUMS =
      "cd %s && find . -type f -print0 | sort -z | xargs -0 sha256sum";

  private static Lab lab;
  private static Host host;

  @TempDir Path folder;

  @BeforeAll
  static void boot() {
    lab = Labs.blanks("transfer");
    host = lab.addBlank();
  }

  @AfterAll
  static void remove() {
    lab.down();
  }

  @Test
  void manyFilesAndALargeOneArriveInLittleMemory() throws Exception {
    int files = Profile.count("files to copy in one task", 300, 1000);
    int megabytes = Profile.count("megabytes of one file to copy", 300, 2048);
    Path many = Files.createDirectory(folder.resolve("many"));
    Random random = new Random(5);
    for (int i = 0; i < files; i++) {
      Path below = Files.createDirectories(many.resolve("part " + i % 17));
      byte[] bytes = new byte[1000 + random.nextInt(99_000)];
      random.nextBytes(bytes);
      Files.write(below.resolve("file-" + i), bytes);
    }
    large(folder.resolve("large"), megabytes);
    Path playbook =
        Files.writeString(
            folder.resolve("transfer.yml"),
            """
            - hosts: remotes
              gather_facts: false
              tasks:
                - copy: { src: %s/many/, dest: /srv/many }
                - copy: { src: %s/large, dest: /srv/large }
                - fetch: { src: /srv/large, dest: %s/back, flat: true }
            """
                .formatted(folder, folder, folder));
    EngineRun run = lab.startEngine("-i", lab.inventory().toString(), playbook.toString());
    long memory = mostMemory(run);
    Result first = run.toEnd();

    assertEquals(0, first.status(), first::all);
    assertTrue(memory < MOST_MEMORY * 1024L, memory + " kB of memory");
    assertEquals(here(SUMS.formatted(many)), host.must(SUMS.formatted("/srv/many")));
    String sum = here("sha256sum <" + folder.resolve("large"));
    assertEquals(sum, host.must("sha256sum </srv/large"));
    assertEquals(sum, here("sha256sum <" + folder.resolve("back")));
    Result second = lab.engine("-i", lab.inventory().toString(), playbook.toString());
    assertEquals(0, second.status(), second::all);
    assertTrue(second.out().contains("changed=0"), second::all);
  }

  @Test
  void whatIsCutOffInTheMiddleIsNotSeenAndIsDoneAgain() throws Exception {
    large(folder.resolve("large"), 200);
    Path playbook =
        Files.writeString(
            folder.resolve("cut.yml"),
            """
            - hosts: remotes
              gather_facts: false
              tasks:
                - copy: { content: "before\\n", dest: /srv/cut/large }
                - copy: { src: %s/large, dest: /srv/cut/large }
            """
                .formatted(folder));
    host.must("mkdir -p /srv/cut");
    EngineRun run = lab.startEngine("-i", lab.inventory().toString(), playbook.toString());
    host.await(
        120, "[ $(cat /srv/cut/.outpost.* 2>/dev/null | head -c 8000000 | wc -c) = 8000000 ]");
    assertEquals("before\n", host.read("/srv/cut/large"));
    host.must("pkill -KILL -f '[s]shd: root@notty'"); // on the lab's own host
    Result result = run.toEnd();

    assertEquals(0, result.status(), result::all);
    assertEquals(
        here("sha256sum <" + folder.resolve("large")), host.must("sha256sum </srv/cut/large"));
    host.await(30, "! ls /srv/cut/.outpost.*");
  }

  @Test
  void aRunThatIsKilledLeavesTheFileAsItWas() throws Exception {
    large(folder.resolve("large"), 200);
    Path playbook =
        Files.writeString(
            folder.resolve("killed.yml"),
            """
            - hosts: remotes
              gather_facts: false
              tasks:
                - copy: { src: %s/large, dest: /srv/killed/large }
            """
                .formatted(folder));
    host.must("mkdir -p /srv/killed && echo before >/srv/killed/large");
    EngineRun run = lab.startEngine("-i", lab.inventory().toString(), playbook.toString());
    host.await(
        120, "[ $(cat /srv/killed/.outpost.* 2>/dev/null | head -c 8000000 | wc -c) = 8000000 ]");
    run.kill();
    host.await(60, "! ls /srv/killed/.outpost.*");
    assertEquals("before\n", host.read("/srv/killed/large"));
  }

  private static void large(Path file, int megabytes) throws IOException {
    byte[] bytes = new byte[MEGABYTE];
    Random random = new Random(7);
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int i = 0; i < megabytes; i++) {
        random.nextBytes(bytes);
        out.write(bytes);
      }
    }
  }

  /** Returns the most kilobytes that a run held in memory at once. */
  private static long mostMemory(EngineRun run) throws IOException, InterruptedException {
    long most = 0;
    Path status = Path.of("/proc/" + run.pid() + "/status");
    while (run.isRunning()) {
      try {
        for (String line : Files.readAllLines(status)) {
          if (line.startsWith("VmHWM:")) most = Long.parseLong(line.replaceAll("\\D", ""));
        }
      } catch (IOException e) {
        assertFalse(run.isRunning(), e::toString);
      }
      Thread.sleep(200);
    }
    assertTrue(most > 0, "its memory was never seen");
    return most;
  }

  private static String here(String command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder("sh", "-c", command).start();
    String out = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.waitFor(), command);
    return out;
  }
}
