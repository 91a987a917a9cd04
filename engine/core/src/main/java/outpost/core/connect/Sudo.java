package outpost.core.connect;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The way to another user: the command, and what {@code sudo}'s refusals mean.
 *
 * <p>The password is sent only in answer to a prompt of our own making, once; it is never tried
 * again, since that may lock the account. Without a password {@code sudo} is told not to ask.
 */
final class Sudo {
  private static final Pattern USER = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.@+\\\\-]*\\$?");

  /** A refusal: words of {@code sudo} (in the C locale), what they mean, and what to do. */
  private record Refusal(String words, String cause, String hint) {}

  private static final List<Refusal> REFUSALS =
      List.of(
          new Refusal(
              "password is required",
              "sudo asks for a password",
              "set `ansible_become_password`, or NOPASSWD in sudoers"),
          new Refusal(
              "authentication is required",
              "sudo asks for a password",
              "set `ansible_become_password`, or NOPASSWD in sudoers"),
          new Refusal(
              "must have a tty",
              "sudo wants a terminal there",
              "take `requiretty` out of sudoers, or add `Defaults:LOGIN !requiretty`"),
          new Refusal(
              "not in the sudoers",
              "sudoers does not name it",
              "add a rule that lets `LOGIN` run commands as `USER`"),
          new Refusal(
              "not allowed to",
              "sudoers does not allow it",
              "add a rule that lets `LOGIN` run `sh` as `USER`"),
          new Refusal(
              "may not run sudo",
              "sudoers does not allow it",
              "add a rule that lets `LOGIN` run commands as `USER`"),
          new Refusal(
              "unknown user", "there is no such user", "create it first, or correct `become_user`"),
          new Refusal(
              "effective uid is not 0",
              "sudo is not set-uid root, or `no_new_privs` is set",
              "mend its installation, or log in as `USER`"),
          new Refusal(
              "No such file or directory",
              "sudo is not installed",
              "install it, or log in as `USER`"),
          new Refusal("not found", "sudo is not installed", "install it, or log in as `USER`"));

  /** The prompt is the token, perhaps some words, and this. */
  static final char PROMPT_END = ':';

  private Sudo() {}

  static String command(String user, boolean password, String token, String command) {
    if (!USER.matcher(user).matches()) {
      throw new BecomeFailed("`" + user + "` is not a user name", "correct `become_user`");
    }
    String ask = password ? "-S -p '" + token + PROMPT_END + "'" : "-n";
    return "env LC_ALL=C sudo -H " + ask + " -u '" + user + "' " + command;
  }

  static BecomeFailed wrongPassword(String login, String user) {
    return new BecomeFailed(
        cannot(login, user) + "sudo refused the password",
        "correct `ansible_become_password`; it is not tried again in this run");
  }

  /**
   * Explains from what was printed why the command did not start.
   *
   * @param told whether the password was sent
   */
  static BecomeFailed refused(String login, String user, String said, boolean told) {
    if (told && (said.contains("incorrect password") || said.contains("try again"))) {
      return wrongPassword(login, user);
    }
    for (Refusal refusal : REFUSALS) {
      if (!said.contains(refusal.words)) continue;
      return new BecomeFailed(
          cannot(login, user) + refusal.cause,
          refusal.hint.replace("LOGIN", login).replace("USER", user));
    }
    String[] lines = said.strip().split("\n");
    String last = lines[lines.length - 1].strip();
    return new BecomeFailed(
        cannot(login, user) + (last.isEmpty() ? "sudo gave no reason" : last),
        "run `sudo -u " + user + " true` as `" + login + "` there");
  }

  private static String cannot(String login, String user) {
    return "`" + login + "` cannot become `" + user + "`: ";
  }
}
