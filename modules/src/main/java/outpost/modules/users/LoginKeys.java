package outpost.modules.users;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import outpost.api.BadArg;

/**
 * Keys that a file of authorized keys is to hold, or not to hold.
 *
 * @param restricted whether their options count, too: they are then the task's
 */
record LoginKeys(List<LoginKey> keys, boolean restricted) {

  /** Reads the keys of a text as they are to stand in the file. */
  static LoginKeys of(String text, Optional<String> options, Optional<String> comment) {
    return new LoginKeys(
        lines(text)
            .flatMap(line -> LoginKey.of(line).stream())
            .map(one -> one.with(options, comment))
            .toList(),
        options.isPresent());
  }

  /**
   * Refuses a text that holds anything but keys, or none.
   *
   * @throws BadArg if it does
   */
  static void check(String text) {
    for (String line : lines(text).toList()) {
      if (LoginKey.of(line).isPresent()) continue;
      String head = line.length() > 40 ? line.substring(0, 40) + "…" : line;
      throw new BadArg(
          "key", "`" + head + "` is no key", "write it as in the `.pub` file of ssh-keygen");
    }
    if (lines(text).findAny().isEmpty()) {
      throw new BadArg("key", "there is no key", "name one, such as ssh-keygen writes");
    }
  }

  private static Stream<String> lines(String text) {
    return text.lines().map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("#"));
  }

  boolean isEmpty() {
    return keys.isEmpty();
  }

  /**
   * Returns a file's lines with these keys. One whose options are to be others goes, and comes
   * again at the end.
   *
   * @param exclusive whether nothing else is to stay
   */
  List<String> in(List<String> lines, boolean exclusive) {
    List<String> edited = new ArrayList<>(lines);
    if (exclusive) edited.removeIf(line -> !holds(line, is -> keys.stream().anyMatch(is::isSame)));
    for (LoginKey key : keys) {
      Optional<LoginKey> there =
          edited.stream()
              .flatMap(line -> LoginKey.of(line).stream())
              .filter(key::isSame)
              .findFirst();
      if (there.isPresent() && (!restricted || there.get().isAlike(key))) continue;
      there.ifPresent(other -> edited.remove(other.text()));
      edited.add(key.text());
    }
    return edited;
  }

  /** Returns a file's lines without these keys. */
  List<String> outOf(List<String> lines) {
    return lines.stream().filter(line -> !holds(line, this::isMeant)).toList();
  }

  private boolean isMeant(LoginKey is) {
    return keys.stream().anyMatch(key -> restricted ? key.isAlike(is) : key.isSame(is));
  }

  private static boolean holds(String line, Predicate<LoginKey> key) {
    return LoginKey.of(line).filter(key).isPresent();
  }

  /** Returns what tells the keys of a file for people. */
  static String shown(List<String> lines) {
    String keys =
        lines.stream()
            .flatMap(line -> LoginKey.of(line).stream())
            .map(LoginKey::shown)
            .collect(Collectors.joining(", "));
    return keys.isEmpty() ? "none" : keys;
  }
}
