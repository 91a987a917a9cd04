package outpost.core.connect;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * By what one becomes another user.
 *
 * @param program its path, or the name by which it is found
 * @param flags in the place of those that it is given otherwise; empty is those
 */
public record Means(Method method, Optional<String> program, Optional<List<String>> flags) {
  public static final Means SUDO = new Means(Method.SUDO, Optional.empty(), Optional.empty());

  /** What passes unchanged through any login shell. */
  private static final String PLAIN = "[A-Za-z0-9_./+=:,@%-]+";

  /** Flags that would have sudo do something else than run a command as a user. */
  private static final Set<String> OURS =
      Set.of(
          "-u",
          "--user",
          "-p",
          "--prompt",
          "-A",
          "--askpass",
          "-b",
          "--background",
          "-s",
          "--shell",
          "-c");

  /** The ways there are. */
  public enum Method {
    SUDO,
    SU;

    /** Returns the method of a name; empty if there is none. */
    public static Optional<Method> of(String name) {
      String word = name.substring(name.lastIndexOf('.') + 1).toUpperCase(Locale.ROOT);
      return Arrays.stream(values()).filter(method -> method.name().equals(word)).findFirst();
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Means {
    flags = flags.map(List::copyOf);
  }

  /**
   * Reads what variables and keywords say.
   *
   * @throws BecomeFailed if it cannot be followed
   */
  public static Means of(
      Optional<String> method, Optional<String> program, Optional<String> flags) {
    Method by =
        method
            .map(
                name ->
                    Method.of(name)
                        .orElseThrow(
                            () ->
                                new BecomeFailed(
                                    "becoming another user by `" + name + "` is not supported",
                                    "there are `sudo` and `su`")))
            .orElse(Method.SUDO);
    Optional<String> path = program.filter(text -> !text.isBlank());
    path.ifPresent(text -> plain(text, "become_exe"));
    Optional<List<String>> words =
        flags.map(
            text -> Arrays.stream(text.strip().split("\\s+")).filter(w -> !w.isEmpty()).toList());
    words.orElse(List.of()).forEach(Means::flag);
    return new Means(by, path, words);
  }

  private static void flag(String word) {
    plain(word, "become_flags");
    if (!OURS.contains(word)) return;
    throw new BecomeFailed(
        "`" + word + "` cannot be among `become_flags`",
        "leave it out: the engine names the user, asks for the password and runs a shell itself");
  }

  private static void plain(String text, String where) {
    if (text.matches(PLAIN)) return;
    throw new BecomeFailed(
        "`" + text + "` cannot be a word of `" + where + "`",
        "letters, digits and ./+=:,@%- pass through any login shell");
  }

  Way way() {
    return switch (method) {
      case SUDO -> new Sudo(program.orElse("sudo"), flags);
      case SU -> new Su(program.orElse("su"), flags.orElse(List.of()));
    };
  }
}
