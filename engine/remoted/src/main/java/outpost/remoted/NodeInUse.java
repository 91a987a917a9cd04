package outpost.remoted;

/** A node is, or may be, in use by a cluster: it must not be connected to. */
public final class NodeInUse extends Exception {
  private static final long serialVersionUID = 1;

  NodeInUse(String reason) {
    super(reason);
  }

  /** Why, in one sentence: lower case, no full stop. */
  public String reason() {
    return getMessage();
  }
}
