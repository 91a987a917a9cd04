package outpost.core.run;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outpost.api.Secret;
import outpost.core.event.Event;
import outpost.core.event.Outcome;
import outpost.core.event.Prompter;
import outpost.core.event.Status;
import outpost.core.event.TaskInfo;
import outpost.core.program.Use;
import outpost.core.template.Scope;
import outpost.core.template.Template;

/** Waits for some time, or for somebody at the terminal. */
final class PauseRun {
  private final Session session;
  private final TaskInfo info;
  private final String host;
  private final Map<String, Template> args;
  private final Scope scope;

  PauseRun(Session session, TaskInfo info, String host, Use.Pause pause, Scope scope) {
    this.session = session;
    this.info = info;
    this.host = host;
    this.args = pause.args();
    this.scope = scope;
  }

  Outcome run() {
    if (session.check()) return Outcome.of(Status.SKIPPED, "a check waits for nothing");
    Optional<Duration> time = time();
    String prompt =
        Optional.ofNullable(args.get("prompt"))
            .map(t -> String.valueOf(t.evaluate(scope)).strip())
            .orElse("");
    return time.isPresent() ? sleep(time.get(), prompt) : ask(prompt);
  }

  private Optional<Duration> time() {
    Optional<Duration> seconds =
        Optional.ofNullable(args.get("seconds")).map(t -> Keywords.seconds(t, scope));
    return seconds.or(
        () ->
            Optional.ofNullable(args.get("minutes"))
                .map(t -> Keywords.seconds(t, scope).multipliedBy(60)));
  }

  private Outcome sleep(Duration time, String prompt) {
    String seconds = BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString();
    String what = "waits " + seconds + " s" + (prompt.isEmpty() ? "" : ": " + prompt);
    session.tell(new Event.Waiting(info, host, what, Duration.ZERO));
    Keywords.sleep(time);
    return Outcome.of(Status.OK, "")
        .withNotes(prompt.isEmpty() ? List.of() : List.of(prompt))
        .withResult(result("", "Paused for " + seconds + " seconds", time));
  }

  private Outcome ask(String prompt) {
    String text = prompt.isEmpty() ? "press Enter to go on" : prompt;
    boolean shown =
        Optional.ofNullable(args.get("echo"))
            .flatMap(t -> Keywords.truth(t.evaluate(scope)))
            .orElse(true);
    long start = session.clock().millis();
    Optional<Secret> typed = typed(text.matches("(?s).*[:?]") ? text : text + ":", shown);
    Duration took = Duration.ofMillis(session.clock().millis() - start);
    if (typed.isEmpty()) {
      return Outcome.of(Status.OK, "")
          .withNotes(List.of(text, "there is no terminal: it went on at once"))
          .withResult(result("", "", took));
    }
    if (!shown) session.masker().add(typed.get());
    Object answer = shown ? typed.get().revealText() : typed.get(); // it was typed for all to see
    return Outcome.of(Status.OK, "").withResult(result(answer, "", took));
  }

  private Optional<Secret> typed(String question, boolean shown) {
    Prompter prompter = session.prompter();
    if (!prompter.isAnybodyThere()) return Optional.empty();
    return shown ? prompter.ask(question).map(Secret::of) : prompter.askSecretly(question);
  }

  private static Map<String, Object> result(Object input, String out, Duration took) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("user_input", input);
    result.put("stdout", out);
    result.put("rc", 0);
    result.put("delta", took.toSeconds());
    return result;
  }
}
