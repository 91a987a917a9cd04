package outpost.lab;

/** What a command left: its exit status and all it printed. */
public record Result(int status, String out, String err) {

  public boolean ok() {
    return status == 0;
  }

  /** Both streams, for a search that does not mind which one. */
  public String all() {
    return out + err;
  }
}
