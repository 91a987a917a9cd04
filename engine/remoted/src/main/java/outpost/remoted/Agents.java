package outpost.remoted;

/** Runs operations for a {@link RemotedServer}, one at a time. */
@FunctionalInterface
public interface Agents {

  /** What running an operation came to. */
  record Answer(int exitCode, Result.Status status, String exitReason, String output) {
    public static Answer ok() {
      return exit(0);
    }

    public static Answer exit(int code) {
      return new Answer(code, Result.Status.DONE, "", "");
    }
  }

  Answer run(Resource resource, Operation operation);
}
