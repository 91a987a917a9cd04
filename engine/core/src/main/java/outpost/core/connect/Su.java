package outpost.core.connect;

import java.util.List;

/**
 * The way by {@code su}, which asks for the password of the user that one becomes, and root for
 * none.
 *
 * <p>PAM's text conversation reads the password from standard input where that is no terminal; its
 * prompt is in any language. So the password is sent once, without being asked.
 */
record Su(String program, List<String> flags) implements Way {
  private static final List<Refusal> REFUSALS =
      List.of(
          new Refusal(
              "must be run from a terminal",
              "su wants a terminal there",
              "use `become_method: sudo`, or log in as `USER`"),
          new Refusal(
              "does not exist",
              "there is no such user",
              "create it first, or correct `become_user`"),
          new Refusal(
              "unknown user", "there is no such user", "create it first, or correct `become_user`"),
          new Refusal(
              "ermission denied",
              "su is not allowed to it",
              "put `LOGIN` into the group that may use su there, or use `become_method: sudo`"),
          new Refusal(
              "not available",
              "the account has no shell",
              "become a user who may run commands, or use `become_method: sudo`"),
          new Refusal(
              "No such file or directory",
              "su is not installed",
              "install it, or log in as `USER`"),
          new Refusal("not found", "su is not installed", "install it, or log in as `USER`"));

  @Override
  public Telling telling(String login, String user, boolean password) {
    if (login.equals("root")) return Telling.NEVER;
    if (password) return Telling.UNASKED;
    throw new BecomeFailed(
        Way.cannot(login, user) + "su asks for the password of `" + user + "`",
        "set `ansible_become_password`, or use `become_method: sudo`");
  }

  @Override
  public String command(String user, Telling telling, String token) {
    Way.check(user);
    String more = flags.isEmpty() ? "" : String.join(" ", flags) + " ";
    String loop = Loop.text(token);
    return "env LC_ALL=C " + program + " -s /bin/sh -c '" + loop + "' " + more + "'" + user + "'";
  }

  @Override
  public BecomeFailed wrongPassword(String login, String user) {
    return new BecomeFailed(
        Way.cannot(login, user) + "su refused the password",
        "correct `ansible_become_password`, which is that of `"
            + user
            + "`; it is not tried again in this run");
  }

  @Override
  public BecomeFailed refused(String login, String user, String said, boolean told) {
    if (told && (said.contains("uthentication failure") || said.contains("ncorrect password"))) {
      return wrongPassword(login, user);
    }
    return Way.explain(REFUSALS, login, user, said, "su", "su " + user + " -c true");
  }
}
