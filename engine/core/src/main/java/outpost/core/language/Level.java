package outpost.core.language;

/** Where in a playbook a keyword stands. */
public enum Level {
  PLAY("a play"),
  TASK("a task"),
  HANDLER("a handler");

  private final String article;

  Level(String article) {
    this.article = article;
  }

  /** Returns it as a message names it: {@code a play}. */
  String article() {
    return article;
  }
}
