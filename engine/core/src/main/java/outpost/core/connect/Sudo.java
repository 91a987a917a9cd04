package outpost.core.connect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The way to another user: the command, and what {@code sudo}'s refusals mean.
 *
 * <p>The password is sent only in answer to a prompt of our own making, once; it is never tried
 * again, since that may lock the account. Without a password {@code sudo} is told not to ask.
 */
record Sudo(String program, Optional<List<String>> flags) implements Way {
  private static final List<String> FLAGS = List.of("-H");

  /** With these sudo has the user's own shell read the command anew, which would break it. */
  private static final List<String> LOGIN = List.of("-i", "--login");

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

  @Override
  public Telling telling(String login, String user, boolean password) {
    return password ? Telling.ASKED : Telling.NEVER;
  }

  @Override
  public String command(String user, Telling telling, String token) {
    Way.check(user);
    List<String> words = new ArrayList<>(List.of("env", "LC_ALL=C", program));
    for (String flag : flags.orElse(FLAGS)) {
      if (!isAboutAsking(flag) && !LOGIN.contains(flag)) words.add(flag);
    }
    boolean login = flags.orElse(FLAGS).stream().anyMatch(LOGIN::contains);
    if (login) words.add("-H");
    words.add(telling == Telling.ASKED ? "-S -p '" + token + PROMPT_END + "'" : "-n");
    words.add("-u '" + user + "'");
    words.add("sh" + (login ? " -l" : "") + " -c '" + Loop.text(token) + "'");
    return String.join(" ", words);
  }

  /** Whether to ask hangs on whether there is a password. */
  private static boolean isAboutAsking(String flag) {
    return List.of("-n", "--non-interactive", "-S", "--stdin").contains(flag);
  }

  @Override
  public BecomeFailed wrongPassword(String login, String user) {
    return new BecomeFailed(
        Way.cannot(login, user) + "sudo refused the password",
        "correct `ansible_become_password`; it is not tried again in this run");
  }

  @Override
  public BecomeFailed refused(String login, String user, String said, boolean told) {
    if (told && (said.contains("incorrect password") || said.contains("try again"))) {
      return wrongPassword(login, user);
    }
    return Way.explain(REFUSALS, login, user, said, "sudo", "sudo -u " + user + " true");
  }
}
