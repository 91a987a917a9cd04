package outpost.lab;

/**
 * The one lab that the tests of a run share, booted when the first of them asks for it; with {@code
 * -Dlab.attach=NAME} one that {@code lab/hosts up} has booted, and that stays up.
 */
final class Labs {
  private static Lab shared;

  private Labs() {}

  /** Two cluster nodes and no blank host; each test boots the blank hosts that it needs. */
  static synchronized Lab shared() {
    if (shared == null && System.getProperty("lab.attach") != null) {
      shared = Lab.attach(System.getProperty("lab.attach"), Labs::say);
    }
    if (shared == null) {
      Lab lab = Lab.boot("test", 0, Labs::say);
      if (!Boolean.getBoolean("lab.keep")) {
        Runtime.getRuntime().addShutdownHook(new Thread(lab::down));
      }
      shared = lab;
    }
    return shared;
  }

  static void say(String what) {
    System.out.println("  lab: " + what);
  }
}
