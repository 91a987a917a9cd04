package outpost.core.connect;

import java.util.List;
import java.util.regex.Pattern;

/** A way to another user: the command, and what its refusals mean. */
interface Way {
  Pattern USER = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.@+\\\\-]*\\$?");

  /** When a password is sent. */
  enum Telling {
    NEVER,
    /** In answer to a prompt: the shell's token, perhaps some words, and {@link #PROMPT_END}. */
    ASKED,
    /**
     * At once: the prompt is nobody's to choose. What runs passes by a line that is not its own.
     */
    UNASKED
  }

  /** Ends the prompt that a command is told to ask with. */
  char PROMPT_END = ':';

  /** A refusal: words of the program (in the C locale), what they mean, and what to do. */
  record Refusal(String words, String cause, String hint) {}

  /**
   * Returns how a password is told.
   *
   * @throws BecomeFailed if there is none, and one is surely asked for
   */
  Telling telling(String login, String user, boolean password);

  /**
   * Returns the command that runs the {@link Loop} as a user.
   *
   * @throws BecomeFailed if no user can be called so
   */
  String command(String user, Telling telling, String token);

  BecomeFailed wrongPassword(String login, String user);

  /**
   * Explains from what was printed why the command did not start.
   *
   * @param told whether the password was sent
   */
  BecomeFailed refused(String login, String user, String said, boolean told);

  /** Checks that a name may stand in a command. */
  static void check(String user) {
    if (USER.matcher(user).matches()) return;
    throw new BecomeFailed("`" + user + "` is not a user name", "correct `become_user`");
  }

  static String cannot(String login, String user) {
    return "`" + login + "` cannot become `" + user + "`: ";
  }

  /** Explains by the first refusal whose words were said; else by what was said last. */
  static BecomeFailed explain(
      List<Refusal> refusals,
      String login,
      String user,
      String said,
      String program,
      String trial) {
    for (Refusal refusal : refusals) {
      if (!said.contains(refusal.words)) continue;
      return new BecomeFailed(
          cannot(login, user) + refusal.cause,
          refusal.hint.replace("LOGIN", login).replace("USER", user));
    }
    String[] lines = said.strip().split("\n");
    String last = lines[lines.length - 1].strip();
    return new BecomeFailed(
        cannot(login, user) + (last.isEmpty() ? program + " gave no reason" : last),
        "run `" + trial + "` as `" + login + "` there");
  }
}
