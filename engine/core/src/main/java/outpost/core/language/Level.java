package outpost.core.language;

/** Where in a playbook a keyword stands. */
public enum Level {
  IMPORT("an imported playbook"),
  PLAY("a play"),
  ROLE("a role"),
  BLOCK("a block"),
  TASK("a task"),
  HANDLER("a handler");

  private final String article;

  Level(String article) {
    this.article = article;
  }

  /** Returns it as a message names it: {@code a play}. */
  public String article() {
    return article;
  }
}
