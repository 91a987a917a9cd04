package outpost.core.connect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import outpost.core.connect.Reply.Fate;
import outpost.core.connect.local.LocalConnection;

/** What scripts do to a resident shell, on every kind of {@code sh} that hosts have. */
@ParameterizedClass
@MethodSource("outpost.core.connect.Machine#shells")
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ResidentShellTest {
  private static final Duration LONG = Duration.ofSeconds(120);

  @Parameter String sh;
  @TempDir Path work;
  private LocalConnection connection;
  private Shell shell;

  @BeforeEach
  void start() throws IOException {
    connection = new LocalConnection("here", Machine.whereShIs(sh));
    shell = connection.shell(Become.NO);
  }

  @AfterEach
  void end() {
    connection.close();
  }

  @Test
  void answersWithOutputErrorAndStatus() {
    Reply reply = ask("echo out; echo err >&2; exit 3");
    assertEquals("out\n", reply.out());
    assertEquals("err\n", reply.err());
    assertEquals(3, reply.status());
    assertEquals(Fate.DONE, reply.fate());
  }

  @Test
  void runsTheShellItIsSaidToRun() throws IOException {
    Path running = Path.of(ask("readlink /proc/$$/exe").out().strip());
    assertEquals(Machine.program(sh, sh).toRealPath(), running);
  }

  @Test
  void keepsEveryCharacterOfAScript() {
    StringBuilder every = new StringBuilder();
    for (char c = 1; c < 0x180; c++) if (c != '\'') every.append(c);
    every.append("\u2028 \ud83d\ude00 $HOME `x` \\ \\\\ \" ! # ~ %s\n\nend");
    assertEquals(every.toString(), ask("printf %s '" + every + "'").out());
  }

  @Test
  void keepsEveryByteOfItsInput() {
    for (int size : new int[] {1, 300, Frame.INLINE, Frame.INLINE + 1, 300_000}) {
      byte[] bytes = new byte[size];
      new Random(size).nextBytes(bytes);
      for (int i = 0; i < Math.min(size, 256); i++) bytes[i] = (byte) i;
      assertArrayEquals(bytes, ask("cat", bytes).stdout(), size + " bytes");
    }
  }

  @Test
  void takesTextInputWithQuotesAndEscapes() {
    String text = "it's \"100%\" \\n \\\\ \\0101 $HOME\n\nno final newline";
    assertEquals(text, ask("cat", text.getBytes(StandardCharsets.UTF_8)).out());
  }

  @Test
  void givesNoInputWhereThereIsNone() {
    assertEquals("", ask("cat").out());
    assertEquals("still here\n", ask("echo still here").out());
  }

  @Test
  void survivesInputThatIsNotRead() {
    byte[] bytes = "echo not to be run\n".repeat(20_000).getBytes(StandardCharsets.UTF_8);
    assertEquals(7, ask("exit 7", bytes).status());
    assertEquals("", ask("exec <&-", "a".getBytes(StandardCharsets.UTF_8)).err());
    assertEquals("still here\n", ask("echo still here").out());
  }

  @Test
  void runsLongScripts() {
    String script = "# " + "x".repeat(200) + "\n";
    Reply reply = ask(script.repeat(2000) + "echo done");
    assertEquals("done\n", reply.out());
  }

  @Test
  void survivesASyntaxErrorAndItsNeighboursAnswer() {
    List<List<Reply>> replies =
        shell.exchange(
            List.of(
                List.of(request("echo before")),
                List.of(request("if then ) fi 'unfinished")),
                List.of(request("echo after"))));
    assertEquals("before\n", replies.get(0).get(0).out());
    assertFalse(replies.get(1).get(0).ok());
    assertFalse(replies.get(1).get(0).err().isEmpty());
    assertEquals("after\n", replies.get(2).get(0).out());
  }

  @Test
  void aFailureStopsItsGroupOnly() {
    List<List<Reply>> replies =
        shell.exchange(
            List.of(
                List.of(request("echo one"), request("exit 9"), request("echo two")),
                List.of(request("echo three"))));
    assertEquals(Fate.DONE, replies.get(0).get(0).fate());
    assertEquals(9, replies.get(0).get(1).status());
    assertEquals(Fate.NOT_RUN, replies.get(0).get(2).fate());
    assertEquals("three\n", replies.get(1).get(0).out());
  }

  @Test
  void inputOfAScriptThatDoesNotRunIsNotRead() {
    byte[] large = new byte[100_000];
    List<List<Reply>> replies =
        shell.exchange(
            List.of(
                List.of(request("false"), new Request("wc -c", large, LONG)),
                List.of(new Request("wc -c | tr -d ' '", large, LONG))));
    assertEquals(Fate.NOT_RUN, replies.get(0).get(1).fate());
    assertEquals("100000\n", replies.get(1).get(0).out());
  }

  @Test
  void setMinusEWorksAlsoInAGroup() {
    List<Reply> group =
        shell
            .exchange(List.of(List.of(request("set -e; false; echo wrong"), request("echo no"))))
            .get(0);
    assertEquals("", group.get(0).out());
    assertEquals(1, group.get(0).status());
    assertEquals(Fate.NOT_RUN, group.get(1).fate());
    assertEquals("", ask("set -e; false; echo wrong", new byte[] {1}).out());
    assertEquals("", ask("set -e; false; echo wrong", new byte[100_000]).out());
  }

  @Test
  void leavesNothingBehind() {
    ask("cd /tmp; umask 077; LC_ALL=x; PATH=; trap 'echo trap' TERM; x=1; emit() { :; }; set -f");
    Reply reply = ask("pwd; umask; echo \"$LC_ALL $x.\"; emit a b; command -v cat >/dev/null");
    assertTrue(reply.ok());
    assertEquals("/\n0022\nC .\na=b\n", reply.out().replace("\n022\n", "\n0022\n"));
  }

  @Test
  void exitReturnAndExecEndTheScriptOnly() {
    assertEquals(4, ask("exit 4; echo no").status());
    assertEquals("new\n", ask("exec echo new; echo no").out());
    assertEquals("bye\n", ask("trap 'echo bye' EXIT; exit 0").out());
    assertEquals("", ask("exec >/dev/null 2>&1; echo hidden").out());
    assertEquals("still here\n", ask("echo still here").out());
  }

  @Test
  void scriptsHaveNoArgumentsAndNoMark() {
    assertEquals("0\n", ask("echo $#").out());
    String all = ask("set; export -p").out();
    assertFalse(all.matches("(?s).*[A-Za-z0-9]{20} .*"), all);
    assertFalse(all.contains("_l="), all);
  }

  @Test
  void survivesAScriptThatSignalsItsGroup() throws IOException {
    for (String signal : List.of("TERM", "HUP", "INT", "PIPE", "USR1")) {
      if (isIgnoredFromTheStart(signal)) continue;
      Reply reply = ask("kill -" + signal + " 0; sleep 5; echo survived");
      assertEquals("", reply.out(), signal);
      assertFalse(reply.ok(), signal); // ksh93 may give the signal's number alone
    }
    assertEquals("still here\n", ask("echo still here").out());
  }

  /**
   * Under nohup, for one: a shell cannot take back what was ignored when it began (POSIX, trap).
   */
  private static boolean isIgnoredFromTheStart(String signal) throws IOException {
    long ignored =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .mapToLong(line -> Long.parseUnsignedLong(line.split("\\s+")[1], 16))
            .findFirst()
            .orElseThrow();
    int number = Map.of("HUP", 1, "INT", 2, "USR1", 10, "PIPE", 13, "TERM", 15).get(signal);
    return (ignored >> (number - 1) & 1) != 0;
  }

  @Test
  void signalsEndTheChildrenOfScripts() {
    Reply reply = ask("sh -c 'kill -TERM $$; echo survived'; echo \"status $?\"");
    assertTrue(reply.out().matches("status (143|271)\n"), reply.out());
  }

  @Test
  void anotherShellTakesOverWhenAScriptKillsThisOne() {
    AnswerLost lost = assertThrows(AnswerLost.class, () -> ask("kill -KILL $$; kill -KILL 0"));
    assertTrue(lost.getMessage().contains("`here`"), lost.getMessage());
    assertEquals("still here\n", ask("echo still here").out());
  }

  @Test
  void cutsExactlyWithoutFinalNewlinesAndWithNul() {
    List<List<Reply>> replies =
        shell.exchange(
            List.of(
                List.of(request("printf 'a\\000b'; printf 'c\\000d' >&2")),
                List.of(request("printf '\\n\\n'")),
                List.of(request(":"))));
    assertArrayEquals(new byte[] {'a', 0, 'b'}, replies.get(0).get(0).stdout());
    assertArrayEquals(new byte[] {'c', 0, 'd'}, replies.get(0).get(0).stderr());
    assertEquals("\n\n", replies.get(1).get(0).out());
    assertEquals("", replies.get(2).get(0).out());
  }

  @Test
  void isNotFooledByWhatLooksLikeAMark() {
    String text = "x".repeat(19) + " 0\n" + "a1".repeat(10) + " 0\n";
    assertEquals(text, ask("cat", text.getBytes(StandardCharsets.UTF_8)).out());
  }

  @Test
  void keepsHeadAndTailOfAnEndlessOutput() {
    Reply reply = ask("echo first; head -c 100000000 /dev/zero; echo; echo last; echo e >&2");
    assertTrue(reply.ok());
    assertTrue(reply.stdout().length < 17 << 20);
    assertTrue(reply.out().startsWith("first\n\0"));
    assertTrue(reply.out().endsWith("\0\nlast\n"));
    assertEquals(6 + 100_000_000 + 6 - (16 << 20), reply.dropped());
    assertTrue(reply.out().contains("\n[" + reply.dropped() + " bytes left out here]\n"));
    assertEquals("e\n", reply.err());
  }

  @Test
  void drainsBothStreamsAtOnce() {
    Reply reply = ask("head -c 3000000 /dev/zero >&2; head -c 3000000 /dev/zero");
    assertEquals(3_000_000, reply.stdout().length);
    assertEquals(3_000_000 - (1 << 20), reply.dropped());
  }

  @Test
  void doesNotWaitForABackgroundChild() {
    Reply reply = ask("sleep 30 & echo started");
    assertEquals("started\n", reply.out());
    reply = ask("{ sleep 1; echo late; } & :");
    assertEquals("", reply.out());
    ask("sleep 2", new byte[0]);
    assertEquals("clean\n", ask("echo clean").out());
  }

  @Test
  void endsAScriptThatOverrunsWithItsChildrenAndLivesOn() throws Exception {
    Path mark = work.resolve("alive");
    String script =
        "sh -c 'while :; do echo x >>"
            + mark
            + "; sleep 0.1; done' & echo begun; sleep 100; echo no";
    List<List<Reply>> replies =
        shell.exchange(
            List.of(
                List.of(new Request(script, new byte[0], Duration.ofSeconds(1)), request("echo n")),
                List.of(request("echo next"))));
    assertEquals(Fate.TIMED_OUT, replies.get(0).get(0).fate());
    // ksh93 runs the script in its own process, which has to go, with what it had not written yet
    if (!sh.equals("ksh")) assertEquals("begun\n", replies.get(0).get(0).out());
    assertEquals(Fate.NOT_RUN, replies.get(0).get(1).fate());
    assertEquals("next\n", replies.get(1).get(0).out());
    long size = Files.size(mark);
    ask("sleep 1");
    assertEquals(size, Files.size(mark), "its child still runs");
  }

  @Test
  void endsAScriptThatIgnoresSignals() {
    Reply reply =
        shell
            .exchange(
                List.of(
                    List.of(
                        new Request(
                            "trap '' TERM HUP INT; while :; do :; done",
                            new byte[0],
                            Duration.ofSeconds(1)))))
            .get(0)
            .get(0);
    assertEquals(Fate.TIMED_OUT, reply.fate());
    assertEquals("still here\n", ask("echo still here").out());
  }

  @Test
  void endsAScriptThatDoesNotReadItsLargeInput() {
    byte[] large = new byte[5_000_000];
    List<List<Reply>> replies =
        shell.exchange(
            List.of(
                List.of(new Request("sleep 100", large, Duration.ofSeconds(1))),
                List.of(request("echo next"))));
    assertEquals(Fate.TIMED_OUT, replies.get(0).get(0).fate());
    assertEquals("next\n", replies.get(1).get(0).out());
  }

  @Test
  void emitAndBlobAnswerInOneLine() {
    assertEquals("Key=a b\n", ask("emit Key 'a b'").out());
    assertEquals("k=-n\\t%s\n", ask("emit k '-n\\t%s'").out());
    assertEquals("k=\n", ask("emit k ''").out());
    byte[] bytes = new byte[1000];
    new Random(1).nextBytes(bytes);
    assertEquals(
        "cib:" + Base64.getEncoder().encodeToString(bytes) + "\n", ask("blob cib", bytes).out());
    assertEquals("empty:\n", ask(": | blob empty").out());
  }

  @Test
  void aValueOfSeveralLinesCannotForgeAnAnswer() {
    String value = Base64.getEncoder().encodeToString("a\nstate=absent".getBytes());
    assertEquals("name:" + value + "\n", ask("emit name 'a\nstate=absent'").out());
  }

  @Test
  void inputIsInNoProcessArguments() throws Exception {
    byte[] secret = "s3cret-word".getBytes(StandardCharsets.UTF_8);
    Reply reply =
        ask(
            "sleep 0.3; cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' '; cat >/dev/null",
            secret);
    assertFalse(reply.out().contains("s3cret-word"));
    byte[] large = "s3cret-word ".repeat(10_000).getBytes(StandardCharsets.UTF_8);
    assertFalse(
        ask("sleep 0.3; cat /proc/[0-9]*/cmdline 2>/dev/null", large)
            .out()
            .contains("s3cret-word"));
  }

  @Test
  void aBrokenConnectionNeverPassesHalfAnInputForAllOfIt() throws Exception {
    Path copy = work.resolve("copy");
    Path done = work.resolve("done");
    String script = "cat >" + copy + " && echo complete >" + done;
    Request request = new Request(script, new byte[100_000], LONG);
    Frame frame = Frame.of("TOKEN", "MARK", List.of(List.of(request)), true, false);
    Process process = loop();
    try (OutputStream in = process.getOutputStream()) {
      boot(process);
      in.write((frame.line() + frame.body()).getBytes());
      in.flush();
      in.write(new byte[50_000]);
      in.flush();
      awaitFile(copy);
    }
    process.getInputStream().readAllBytes();
    assertTrue(process.waitFor(20, TimeUnit.SECONDS));
    assertTrue(Files.exists(copy));
    assertFalse(Files.exists(done));
  }

  @Test
  void packedInputArrivesAsItWas() throws IOException {
    byte[] plain = "any bytes \0 of a text\r\n".repeat(10_000).getBytes(StandardCharsets.UTF_8);
    Path copy = work.resolve("copy");
    Request request = new Request("cat >" + copy, packed(plain), LONG);
    assertEquals(0, shell.exchange(List.of(List.of(request))).get(0).get(0).status());
    assertArrayEquals(plain, Files.readAllBytes(copy));
    assertEquals("next\n", ask("echo next").out());
  }

  @Test
  void aBrokenConnectionNeverPassesHalfAPackedInput() throws Exception {
    Path begun = work.resolve("begun");
    Path done = work.resolve("done");
    Path dropped = work.resolve("dropped");
    byte[] random = new byte[100_000];
    new java.util.Random(1).nextBytes(random);
    String script =
        ("trap 'echo x >" + dropped + "' EXIT; : >" + begun)
            + ("; cat >/dev/null && echo all >" + done);
    Request request = new Request(script, packed(random), LONG);
    Frame frame = Frame.of("TOKEN", "MARK", List.of(List.of(request)), true, true);
    assertTrue((frame.line() + frame.body()).contains("_z MARK"));
    Process process = loop();
    try (OutputStream in = process.getOutputStream()) {
      boot(process);
      in.write((frame.line() + frame.body()).getBytes());
      in.flush();
      try (var sent = request.stdin().packed().orElseThrow().open()) {
        in.write(sent.readNBytes(50_000));
      }
      in.flush();
      awaitFile(begun);
    }
    process.getInputStream().readAllBytes();
    assertTrue(process.waitFor(20, TimeUnit.SECONDS));
    assertFalse(Files.exists(done));
    assertTrue(Files.exists(dropped), "what was begun was not taken back");
  }

  @Test
  void whatWasBegunIsTakenBackAlsoWhereNobodyHearsOfIt() throws Exception {
    Path begun = work.resolve("begun");
    Path dropped = work.resolve("dropped");
    String script = "trap 'echo x >" + dropped + "' EXIT; : >" + begun + "; cat >/dev/null";
    Request request = new Request(script, new byte[100_000], LONG);
    Frame frame = Frame.of("TOKEN", "MARK", List.of(List.of(request)), true, false);
    ProcessBuilder builder =
        new ProcessBuilder(
            Machine.program("setsid", "util-linux").toString(),
            "/bin/sh",
            "-c",
            "exec " + Loop.command("TOKEN"));
    builder.environment().putAll(Machine.whereShIs(sh));
    Process process = builder.start();
    try (OutputStream in = process.getOutputStream()) {
      boot(process);
      in.write((frame.line() + frame.body()).getBytes());
      in.flush();
      in.write(new byte[50_000]);
      in.flush();
      awaitFile(begun);
      process.getErrorStream().close();
      process.getInputStream().close();
    }
    assertTrue(process.waitFor(20, TimeUnit.SECONDS));
    assertTrue(Files.exists(dropped), "what was begun was not taken back");
  }

  /** Waits until a script has made a file, for 20 seconds at most. */
  private static void awaitFile(Path file) throws InterruptedException {
    for (int i = 0; i < 2000 && !Files.exists(file); i++) Thread.sleep(10);
  }

  /** Bytes that may be sent packed. */
  private static Input packed(byte[] plain) throws IOException {
    var packed = new java.io.ByteArrayOutputStream();
    try (var gzip = new java.util.zip.GZIPOutputStream(packed)) {
      gzip.write(plain);
    }
    return new Input() {
      @Override
      public long length() {
        return plain.length;
      }

      @Override
      public java.io.InputStream open() {
        return new java.io.ByteArrayInputStream(plain);
      }

      @Override
      public Optional<Input> packed() {
        return Optional.of(Input.of(packed.toByteArray()));
      }
    };
  }

  @Test
  void halfAFrameIsNotRun() throws Exception {
    Path done = work.resolve("done");
    for (String filler : List.of("", "# " + "x".repeat(10_000) + "\n")) {
      Request request = new Request(filler + "echo run >" + done, new byte[0], LONG);
      List<List<Request>> groups = List.of(List.of(request), List.of(request));
      Frame frame = Frame.of("TOKEN", "MARK", groups, true, false);
      String whole = frame.line() + frame.body();
      Process process = loop();
      try (OutputStream in = process.getOutputStream()) {
        boot(process);
        in.write(whole.substring(0, whole.length() - 5).getBytes());
      }
      process.getInputStream().readAllBytes();
      assertTrue(process.waitFor(20, TimeUnit.SECONDS));
      assertFalse(Files.exists(done));
    }
  }

  @Test
  void halfABeginningIsNotRun() throws Exception {
    String whole = Loop.boot("TOKEN");
    Process process = loop();
    try (OutputStream in = process.getOutputStream()) {
      in.write(whole.substring(0, whole.length() - 5).getBytes());
    }
    assertEquals("TOKEN\n", new String(process.getInputStream().readAllBytes()));
    assertTrue(process.waitFor(20, TimeUnit.SECONDS));
  }

  /** Sends what is sent first, and waits for its answer. */
  private static void boot(Process process) throws IOException {
    process.getOutputStream().write(Loop.boot("TOKEN").getBytes());
    process.getOutputStream().flush();
    for (int lines = 0; lines < 2; ) {
      int one = process.getInputStream().read();
      assertTrue(one >= 0, "it ended");
      if (one == '\n') lines++;
    }
  }

  /** Starts a loop without anything around it. */
  private Process loop() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Machine.program("setsid", "util-linux").toString(),
                "/bin/sh",
                "-c",
                "exec " + Loop.command("TOKEN"))
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(Machine.whereShIs(sh));
    return builder.start();
  }

  @Test
  void theStartOfAShellIsNotTheTimeOfItsFirstScript() {
    assertThrows(AnswerLost.class, () -> ask("kill -KILL $$; kill -KILL 0"));
    Request request = new Request("echo ran", new byte[0], Duration.ofSeconds(5));
    Exchange exchange = new Exchange(List.of(List.of(request)));
    long made = exchange.begun();
    exchange.begin();
    assertTrue(exchange.begun() > made);
    assertEquals("ran\n", shell.exchange(List.of(List.of(request))).get(0).get(0).out());
  }

  @Test
  void aClosedShellSaysSo() {
    connection.close();
    HostUnreachable e = assertThrows(HostUnreachable.class, () -> ask("true"));
    assertEquals("the connection to `here` was closed here", e.getMessage());
  }

  @Test
  void severalThreadsTakeTurns() {
    List<CompletableFuture<String>> answers =
        java.util.stream.IntStream.range(0, 20)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> ask("echo " + i).out()))
            .toList();
    for (int i = 0; i < 20; i++) assertEquals(i + "\n", answers.get(i).join());
    assertEquals(20, shell.trips());
  }

  @Test
  void closingEndsAnExchangeThatWaits() throws Exception {
    CompletableFuture<Reply> waiting = CompletableFuture.supplyAsync(() -> ask("sleep 30"));
    ask2("echo ready").get(20, TimeUnit.SECONDS);
    connection.close();
    Exception e = assertThrows(Exception.class, () -> waiting.get(20, TimeUnit.SECONDS));
    assertTrue(e.getCause() instanceof AnswerLost, String.valueOf(e.getCause()));
  }

  /** Asks over another connection. */
  private CompletableFuture<Reply> ask2(String script) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (LocalConnection other = new LocalConnection("here", System.getenv())) {
            return other.shell(Become.NO).exchange(List.of(List.of(request(script)))).get(0).get(0);
          }
        });
  }

  private Reply ask(String script) {
    return ask(script, new byte[0]);
  }

  private Reply ask(String script, byte[] stdin) {
    return shell.exchange(List.of(List.of(new Request(script, stdin, LONG)))).get(0).get(0);
  }

  private static Request request(String script) {
    return new Request(script, new byte[0], LONG);
  }
}
