package outpost.lab;

/** What a command left: its exit status and all it printed. */
public record Result(int status, String out, String err) {

  public boolean ok() {
    return status == 0;
  }

  /**
   * What a line of shell that must succeed printed on standard output.
   *
   * @param host the name of the host that it was run on
   */
  String must(String host, String command) {
    if (!ok()) {
      throw new LabFailed(host + ": exit status " + status + " of: " + command + "\n" + all());
    }
    return out;
  }

  /** Both streams, for a search that does not mind which one. */
  public String all() {
    return out + err;
  }
}
