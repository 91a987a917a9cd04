package outpost.modules.users;

import static outpost.api.Script.sh;

import java.time.LocalDate;
import java.util.Optional;
import outpost.api.Payload;
import outpost.api.Plan;
import outpost.api.Script;

/**
 * What the line of {@code /etc/shadow} says of a user.
 *
 * @param matches whether the password is the one that is wanted, where that was asked
 * @param blank whether there is no password behind the lock
 * @param expires the day since 1970 on which the user expires
 */
record Shadow(
    Optional<Boolean> matches,
    boolean locked,
    boolean blank,
    Optional<Long> min,
    Optional<Long> max,
    Optional<Long> warn,
    Optional<Long> expires) {

  /** That of a user who is only going to be made, with a password that is set then. */
  static Shadow fresh(Credentials want) {
    return new Shadow(
        Optional.empty(),
        want.password().isEmpty() || want.passwordLock().orElse(false),
        want.password().isEmpty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** Asks below {@code shadow} for the user {@code $name}, without any other process seeing it. */
  static Script question(Credentials want, String getent) {
    String compare =
        """
        IFS= read -r want || [ "$want" ] || exit
        while :; do case $want in '!'*) want=${want#?} ;; *) break ;; esac; done
        """;
    Script ask =
        sh(
            (want.holdsPassword() ? compare : "")
                + """
                if line=$(%s shadow -- "$name"); then
                  line=${line#*:} && hash=${line%%%%:*} line=${line#*:*:}
                  case $hash in '!'*) emit shadow.locked yes ;; *) emit shadow.locked no ;; esac
                  while :; do case $hash in '!'*) hash=${hash#?} ;; *) break ;; esac; done
                  if [ "$hash" ]; then emit shadow.blank no; else emit shadow.blank yes; fi
                  emit shadow.min "${line%%%%:*}"; line=${line#*:}
                  emit shadow.max "${line%%%%:*}"; line=${line#*:}
                  emit shadow.warn "${line%%%%:*}"; line=${line#*:*:}
                  emit shadow.expires "${line%%%%:*}"
                """
                    .formatted(getent)
                + (want.holdsPassword()
                    ? "  if [ \"$hash\" = \"$want\" ]; then emit shadow.matches yes;"
                        + " else emit shadow.matches no; fi\n"
                    : "")
                + "fi");
    return want.holdsPassword()
        ? ask.stdin(new Payload.Hidden(want.password().orElseThrow()))
        : ask;
  }

  /** Adds what separates it from what is wanted. */
  void plan(String name, Credentials want, Plan.Builder plan) {
    if (matches.equals(Optional.of(false))) {
      plan.change("password", "(hidden)", "(hidden)", set(name, want));
    } else {
      if (locked && blank && want.passwordLock().equals(Optional.of(false))) {
        plan.block("`" + name + "` has no password to unlock", "set one with `password`");
      }
      plan.set(
          "password locked",
          locked,
          want.passwordLock(),
          yes -> sh(yes ? "usermod -L -- {}" : "usermod -U -- {}", name));
    }
    days("password_expire_min", min, want.passwordExpireMin(), "-m", name, plan);
    days("password_expire_max", max, want.passwordExpireMax(), "-M", name, plan);
    days("password_expire_warn", warn, want.passwordExpireWarn(), "-W", name, plan);
    plan.set(
        "expires",
        day(expires.orElse(-1L)),
        want.expiryDay().map(Shadow::day),
        day -> sh("chage -E {} -- {}", want.expiryDay().orElseThrow(), name));
  }

  /** Returns how the password of a user is set. */
  static Script set(String name, Credentials want) {
    return sh("chpasswd -e").stdin(want.line(name));
  }

  private static void days(
      String what,
      Optional<Long> is,
      Optional<Long> want,
      String option,
      String name,
      Plan.Builder plan) {
    plan.set(
        what,
        is.map(String::valueOf).orElse("-"),
        want.map(String::valueOf),
        days -> sh("chage {} {} -- {}", option, days, name));
  }

  private static String day(long day) {
    return day < 0 ? "never" : LocalDate.ofEpochDay(day).toString();
  }
}
