package outpost.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import outpost.remoted.Diagnosis;
import outpost.remoted.Endpoint;

/** Tells what became of nodes, a line for each: to people, or to programs as JSON. */
final class RemotedTeller {
  private final Surroundings around;
  private final Options.Output output;
  private final Screen screen;
  private int failed;
  private int unreachable;

  RemotedTeller(Surroundings around, Options.Output output) {
    this.around = around;
    this.output = output;
    this.screen = new Screen(around.out(), around.masker(), false, around.outTerminal().colours());
  }

  /** Tells what an attempt to talk to a node showed. */
  void tell(String event, String name, Diagnosis diagnosis, boolean ok) {
    String status = ok ? "ok" : diagnosis.unreached() ? "unreachable" : "failed";
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("host", name);
    line.put("port", diagnosis.at().port());
    line.put("cause", diagnosis.cause().id());
    tell(
        event,
        status,
        name,
        diagnosis.sentence(),
        ok ? List.of() : List.of(diagnosis.hint()),
        line);
  }

  /** Tells why a node is left alone. */
  void refused(String event, Endpoint typed, RemotedTool.Refused why) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("host", typed.host());
    line.put("port", typed.port());
    line.put("cause", why.cause());
    tell(event, "failed", typed.host(), why.getMessage(), List.of(why.hint()), line);
  }

  /**
   * Tells one thing.
   *
   * @param more what programs are told besides
   */
  void tell(
      String event,
      String status,
      String name,
      String message,
      List<String> hints,
      Map<String, Object> more) {
    if (status.equals("failed")) failed++;
    if (status.equals("unreachable")) unreachable++;
    switch (output) {
      case HUMAN -> people(status, name, message, hints);
      case JSONL -> {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("status", status);
        line.putAll(more);
        line.put("message", message);
        line.put("hints", hints);
        json(event, line);
      }
    }
  }

  /** Tells programs of something. */
  void json(String event, Map<String, Object> keys) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("event", event);
    line.putAll(keys);
    line.put("time", Instant.now(around.clock()).toString());
    around.out().println(Json.of(line, around.masker()));
    around.out().flush();
  }

  private void people(String status, String name, String message, List<String> hints) {
    List<String> lines = new ArrayList<>();
    Style style = status.equals("ok") ? Style.GREEN : Style.BOLD_RED;
    lines.add(
        screen.paint(style, status + ":")
            + " "
            + screen.paint(Style.BOLD, Text.line(name))
            + " · "
            + Text.line(message));
    hints.forEach(hint -> lines.add("   = " + Text.line(hint)));
    lines.forEach(screen::line);
    screen.flush();
  }

  /** Shows people what an agent printed. */
  void indented(String text) {
    Text.lines(screen.masked(text)).forEach(line -> screen.line("  " + line));
    screen.flush();
  }

  /** Returns the exit status for all that was told. */
  int status() {
    return failed > 0 ? Exit.FAILED : unreachable > 0 ? Exit.UNREACHABLE : Exit.OK;
  }
}
