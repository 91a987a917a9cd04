package outpost.modules.users;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Payload;
import outpost.api.Secret;

/** What a task asks of a user's password, and how long it and the user are good for. */
public record Credentials(
    @Arg("The hash of the password, as crypt writes it; never the password itself.")
        Optional<Secret> password,
    @Arg(
            value =
                "Whether the password is held to (`always`) or is for a new user (`on_create`).",
            def = "always")
        Update updatePassword,
    @Arg("Whether the password is locked, so that no login by it succeeds.")
        Optional<Boolean> passwordLock,
    @Arg("After how many days the password has to be changed.") Optional<Long> passwordExpireMax,
    @Arg("For how many days the password cannot be changed.") Optional<Long> passwordExpireMin,
    @Arg("How many days before that the user is warned.") Optional<Long> passwordExpireWarn,
    @Arg("When the user expires, in seconds since 1970, to the day; never, where it is below 0.")
        Optional<Long> expires) {
  /** As crypt(5) writes them, or a mark that no password fits. */
  private static final Pattern HASH = Pattern.compile("!*\\$[^:\\s]+\\$[^:\\s]+|[*!][^:\\s]*");

  /** When a password is set. */
  public enum Update {
    ALWAYS,
    ON_CREATE
  }

  public Credentials {
    // looked at here alone, and not kept
    if (password.isPresent() && !HASH.matcher(password.get().revealText()).matches()) {
      throw new BadArg(
          "password",
          "`password` is no hash: the user could not log in with it",
          "hash it first: `openssl passwd -6` writes one");
    }
  }

  /** Whether the password of a user who is there is to be compared. */
  boolean holdsPassword() {
    return password.isPresent() && updatePassword == Update.ALWAYS;
  }

  /** Whether anything of a user who is there is to be looked at. */
  boolean asked() {
    return holdsPassword()
        || Stream.of(
                passwordLock, passwordExpireMax, passwordExpireMin, passwordExpireWarn, expires)
            .anyMatch(Optional::isPresent);
  }

  /** Returns the day since 1970 on which the user expires, -1 for never. */
  Optional<Long> expiryDay() {
    return expires.map(seconds -> seconds < 0 ? -1 : seconds / 86_400);
  }

  /** What chpasswd reads: it never stands in an argument or a file. */
  Payload line(String name) {
    String hash = password.orElseThrow().revealText(); // to chpasswd
    String lock = passwordLock.orElse(false) && !hash.startsWith("!") ? "!" : "";
    return new Payload.Hidden(Secret.of(name + ":" + lock + hash + "\n"));
  }
}
