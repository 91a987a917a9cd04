package outpost.core.language;

import static outpost.core.language.Level.HANDLER;
import static outpost.core.language.Level.PLAY;
import static outpost.core.language.Level.TASK;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A word with a meaning of its own in a play, a task or a handler. {@link Refused} has the rest.
 */
public enum Keyword {
  NAME(everywhere(), Shapes::text),
  VARS(everywhere(), Shapes::vars),
  ENVIRONMENT(everywhere(), Shapes::environment),
  BECOME(everywhere(), Shapes::bool),
  BECOME_USER(everywhere(), Shapes::text),
  BECOME_METHOD(everywhere(), Shapes::becomeMethod),
  REMOTE_USER(everywhere(), Shapes::text),
  PORT(everywhere(), Shapes::number),
  CONNECTION(everywhere(), Shapes::connection),
  NO_LOG(everywhere(), Shapes::bool),
  CHECK_MODE(everywhere(), Shapes::bool),
  DIFF(everywhere(), Shapes::bool),
  IGNORE_ERRORS(everywhere(), Shapes::bool),
  IGNORE_UNREACHABLE(everywhere(), Shapes::bool),
  ANY_ERRORS_FATAL(everywhere(), Shapes::bool),
  RUN_ONCE(everywhere(), Shapes::bool),
  TIMEOUT(everywhere(), Shapes::number),

  HOSTS(EnumSet.of(PLAY), Shapes::hosts),
  GATHER_FACTS(EnumSet.of(PLAY), Shapes::bool),
  SERIAL(EnumSet.of(PLAY), Shapes::serial),
  MAX_FAIL_PERCENTAGE(EnumSet.of(PLAY), Shapes::percentage),
  FORCE_HANDLERS(EnumSet.of(PLAY), Shapes::bool),
  PRE_TASKS(EnumSet.of(PLAY), Shapes::list),
  TASKS(EnumSet.of(PLAY), Shapes::list),
  POST_TASKS(EnumSet.of(PLAY), Shapes::list),
  HANDLERS(EnumSet.of(PLAY), Shapes::list),

  WHEN(tasks(), Shapes::conditions),
  LOOP(tasks(), Shapes::loop),
  LOOP_CONTROL(tasks(), Shapes::loopControl),
  REGISTER(tasks(), Shapes::identifier),
  ARGS(tasks(), Shapes::mapping),
  DELEGATE_TO(tasks(), Shapes::text),
  NOTIFY(tasks(), Shapes::names),
  CHANGED_WHEN(tasks(), Shapes::conditions),
  FAILED_WHEN(tasks(), Shapes::conditions),
  UNTIL(tasks(), Shapes::conditions),
  RETRIES(tasks(), Shapes::number),
  DELAY(tasks(), Shapes::number),
  LISTEN(EnumSet.of(HANDLER), Shapes::topics);

  private static final Map<String, Keyword> BY_WORD =
      Arrays.stream(values()).collect(Collectors.toMap(Keyword::word, Function.identity()));

  private final Set<Level> levels;
  private final Shape shape;

  Keyword(Set<Level> levels, Shape shape) {
    this.levels = levels;
    this.shape = shape;
  }

  private static Set<Level> everywhere() {
    return EnumSet.allOf(Level.class);
  }

  private static Set<Level> tasks() {
    return EnumSet.of(TASK, HANDLER);
  }

  static Optional<Keyword> of(String word) {
    return Optional.ofNullable(BY_WORD.get(word));
  }

  /** Returns the words that may stand at a level. */
  static List<String> words(Level level) {
    return Arrays.stream(values()).filter(k -> k.fits(level)).map(Keyword::word).toList();
  }

  /** Returns it as users write it: {@code become_user}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean fits(Level level) {
    return levels.contains(level);
  }

  Set<Level> levels() {
    return levels;
  }

  Shape shape() {
    return shape;
  }
}
