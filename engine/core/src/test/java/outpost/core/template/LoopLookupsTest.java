package outpost.core.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import outpost.core.source.Problems;
import outpost.core.source.Source;
import outpost.core.source.Span;

/** Loops over lookups, and what is asked before the run. */
class LoopLookupsTest {
  private static final Templates TEMPLATES = new Templates(new ControlNode(Map.of("PATH", "/bin")));
  private static final Span SPAN = new Span(new Source("t.yml", "x"), 0, 1);

  @TempDir private Path folder;

  private static List<Object> loop(String kind, Object value) {
    return TEMPLATES.loop(kind, "files", value, Scope.of(Map.of()), SPAN);
  }

  @Test
  void arrangesWhatStandsBehindWith() {
    assertEquals(List.of(1, 2, List.of(3)), loop("items", List.of(1, List.of(2, List.of(3)))));
    assertEquals(List.of("one"), loop("items", "one"));
    assertEquals(List.of(Map.of("key", "a", "value", 1)), loop("dict", Map.of("a", 1)));
    assertEquals(
        List.of(List.of(1, "a"), List.of(2, "b")),
        loop("together", List.of(List.of(1, 2), List.of("a", "b"))));
    assertEquals(
        List.of(List.of(1, "a"), List.of(1, "b")),
        loop("nested", List.of(List.of(1), List.of("a", "b"))));
    assertEquals(List.of("1", "2"), loop("sequence", "end=2"));
    assertEquals(List.of(List.of(0, "a")), loop("indexed_items", List.of("a")));
    assertEquals(List.of(1, 2), loop("flattened", List.of(1, List.of(List.of(2)))));
  }

  @Test
  void saysWhatIsWrongAtThePlaceOfTheLoop() {
    EvaluationFailed failed = assertThrows(EvaluationFailed.class, () -> loop("dict", "x"));
    assertEquals(
        "1:1-2 `dict` takes maps (for lists there is `items`)", Try.told(SPAN, failed.problem()));
    EvaluationFailed unknown = assertThrows(EvaluationFailed.class, () -> loop("nosuch", "x"));
    assertEquals("there is no lookup `nosuch`", unknown.problem().message());
  }

  @Test
  void doesNotAskAheadWhatDoesSomethingOrMayChange() {
    Scope scope = Scope.of(Map.of());
    for (String kind : List.of("pipe", "lines", "url", "password", "fileglob", "random_choice")) {
      assertThrows(
          UnknownValue.class,
          () -> TEMPLATES.previewLoop(kind, "files", "touch x", scope, SPAN),
          kind);
    }
    assertThrows(
        UnknownValue.class,
        () -> TEMPLATES.previewLoop("items", "files", Unknown.ANY, scope, SPAN));
    assertThrows(
        UnknownValue.class,
        () -> TEMPLATES.previewLoop("items", "files", Arrays.asList(1, Unknown.ANY), scope, SPAN));
    assertThrows(
        UnknownValue.class,
        () -> TEMPLATES.previewLoop("file", "files", "/nosuch/made/later", scope, SPAN));
    assertEquals(
        List.of(1, Unknown.STR),
        TEMPLATES.previewLoop("items", "files", List.of(1, Unknown.STR), scope, SPAN));
  }

  @Test
  void runsNoCommandInTheCheck() throws IOException {
    Path made = folder.resolve("made");
    Problems problems = new Problems();
    Template template =
        TEMPLATES.compile(Try.plain("${lookup('pipe', 'touch " + made + "') + 'x'}"), problems);
    template.check(Scope.of(Map.of()), problems);
    assertEquals(Unknown.ANY, template.preview(Scope.of(Map.of())));
    assertFalse(Files.exists(made));
    assertEquals("", Try.told(problems));
    template.evaluate(Scope.of(Map.of()));
    assertEquals(true, Files.exists(made));
  }

  @Test
  void fetchesWhatAServerAnswers() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    Map<String, String> seen = new LinkedHashMap<>();
    server.createContext(
        "/",
        exchange -> {
          seen.put("auth", exchange.getRequestHeaders().getFirst("Authorization"));
          seen.put("mine", exchange.getRequestHeaders().getFirst("X-Mine"));
          boolean missing = exchange.getRequestURI().getPath().equals("/missing");
          byte[] text = "one\ntwo\n".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(missing ? 404 : 200, text.length);
          exchange.getResponseBody().write(text);
          exchange.close();
        });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort();
      Scope scope = Scope.of(Map.of("url", url));
      Problems problems = new Problems();
      String options = "{'username': 'me', 'password': 'pw', 'headers': {'X-Mine': 'yes'}}";
      Template lines =
          TEMPLATES.compile(Try.plain("${query('url', url, " + options + ")}"), problems);
      assertEquals(List.of("one", "two"), lines.evaluate(scope));
      assertEquals(Map.of("auth", "Basic bWU6cHc=", "mine", "yes"), seen);
      Template whole =
          TEMPLATES.compile(Try.plain("${lookup('url', url, {'split_lines': false})}"), problems);
      assertEquals("one\ntwo\n", whole.evaluate(scope));
      Template missing =
          TEMPLATES.compile(Try.plain("${lookup('url', url + '/missing')}"), problems);
      EvaluationFailed failed = assertThrows(EvaluationFailed.class, () -> missing.evaluate(scope));
      assertEquals("`" + url + "/missing` answers with status 404", failed.problem().message());
    } finally {
      server.stop(0);
    }
  }
}
