package outpost.core.language;

import static outpost.core.language.Level.HANDLER;
import static outpost.core.language.Level.PLAY;
import static outpost.core.language.Level.ROLE;
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

/** A word with a meaning of its own in a playbook. {@link Refused} has the rest. */
public enum Keyword {
  NAME(EnumSet.complementOf(EnumSet.of(ROLE)), Shapes::text),
  VARS(everywhere(), Shapes::vars),
  TAGS(everywhere(), Shapes::tags),
  ENVIRONMENT(inPlays(), Shapes::environment),
  MODULE_DEFAULTS(inPlays(), Shapes::moduleDefaults),
  BECOME(inPlays(), Shapes::bool),
  BECOME_USER(inPlays(), Shapes::text),
  BECOME_METHOD(inPlays(), Shapes::becomeMethod),
  BECOME_FLAGS(inPlays(), Shapes::text),
  BECOME_EXE(inPlays(), Shapes::text),
  REMOTE_USER(inPlays(), Shapes::text),
  PORT(inPlays(), Shapes::number),
  CONNECTION(inPlays(), Shapes::connection),
  NO_LOG(inPlays(), Shapes::bool),
  CHECK_MODE(inPlays(), Shapes::bool),
  DIFF(inPlays(), Shapes::bool),
  IGNORE_ERRORS(inPlays(), Shapes::bool),
  IGNORE_UNREACHABLE(inPlays(), Shapes::bool),
  ANY_ERRORS_FATAL(inPlays(), Shapes::bool),
  RUN_ONCE(inPlays(), Shapes::bool),
  TIMEOUT(inPlays(), Shapes::number),
  THROTTLE(inPlays(), Shapes::count),

  HOSTS(EnumSet.of(PLAY), Shapes::hosts),
  GATHER_FACTS(EnumSet.of(PLAY), Shapes::bool),
  GATHER_SUBSET(EnumSet.of(PLAY), Shapes::names),
  GATHER_TIMEOUT(EnumSet.of(PLAY), Shapes::number),
  FACT_PATH(EnumSet.of(PLAY), Shapes::text),
  SERIAL(EnumSet.of(PLAY), Shapes::serial),
  MAX_FAIL_PERCENTAGE(EnumSet.of(PLAY), Shapes::percentage),
  FORCE_HANDLERS(EnumSet.of(PLAY), Shapes::bool),
  STRATEGY(EnumSet.of(PLAY), Shapes::strategy),
  ORDER(EnumSet.of(PLAY), Shapes::order),
  VARS_FILES(EnumSet.of(PLAY), Shapes::varsFiles),
  VARS_PROMPT(EnumSet.of(PLAY), Shapes::list),
  ROLES(EnumSet.of(PLAY), Shapes::list),
  PRE_TASKS(EnumSet.of(PLAY), Shapes::list),
  TASKS(EnumSet.of(PLAY), Shapes::list),
  POST_TASKS(EnumSet.of(PLAY), Shapes::list),
  HANDLERS(EnumSet.of(PLAY), Shapes::list),

  BLOCK(EnumSet.of(Level.BLOCK), Shapes::list),
  RESCUE(EnumSet.of(Level.BLOCK), Shapes::list),
  ALWAYS(EnumSet.of(Level.BLOCK), Shapes::list),

  WHEN(EnumSet.complementOf(EnumSet.of(PLAY)), Shapes::conditions),
  DELEGATE_TO(EnumSet.range(ROLE, HANDLER), Shapes::text),
  DELEGATE_FACTS(EnumSet.range(ROLE, HANDLER), Shapes::bool),
  NOTIFY(EnumSet.range(Level.BLOCK, HANDLER), Shapes::names),
  LOOP(tasks(), Shapes::loop),
  WITH_ITEMS(tasks(), Shapes::given),
  WITH_LIST(tasks(), Shapes::given),
  WITH_DICT(tasks(), Shapes::given),
  WITH_FIRST_FOUND(tasks(), Shapes::given),
  WITH_TOGETHER(tasks(), Shapes::given),
  WITH_NESTED(tasks(), Shapes::given),
  WITH_CARTESIAN(tasks(), Shapes::given),
  WITH_SUBELEMENTS(tasks(), Shapes::given),
  WITH_SEQUENCE(tasks(), Shapes::given),
  WITH_FILEGLOB(tasks(), Shapes::given),
  WITH_INDEXED_ITEMS(tasks(), Shapes::given),
  WITH_FLATTENED(tasks(), Shapes::given),
  WITH_LINES(tasks(), Shapes::given),
  LOOP_CONTROL(tasks(), Shapes::loopControl),
  REGISTER(tasks(), Shapes::identifier),
  ARGS(tasks(), Shapes::mapping),
  CHANGED_WHEN(tasks(), Shapes::conditions),
  FAILED_WHEN(tasks(), Shapes::conditions),
  UNTIL(tasks(), Shapes::conditions),
  RETRIES(tasks(), Shapes::number),
  DELAY(tasks(), Shapes::number),
  ASYNC(tasks(), Shapes::number),
  POLL(tasks(), Shapes::number),
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

  private static Set<Level> inPlays() {
    return EnumSet.range(PLAY, HANDLER);
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

  /** Whether it gives a task its items. */
  public boolean isLoop() {
    return this == LOOP || name().startsWith("WITH_");
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
