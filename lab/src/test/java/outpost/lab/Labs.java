package outpost.lab;

/**
 * The labs that the tests of a run share, booted when the first of them asks; with {@code
 * -Dlab.attach=NAME} one that {@code lab/hosts up} has booted, and that stays up.
 */
final class Labs {
  private static Lab shared;
  private static Lab second;

  private Labs() {}

  /** Two cluster nodes and no blank host; each test boots the blank hosts that it needs. */
  static synchronized Lab shared() {
    if (shared == null) shared = lab("test", "lab.attach");
    return shared;
  }

  /** Another such cluster, where nodes may be lost: what is fenced here is expected. */
  static synchronized Lab second() {
    if (second == null) second = lab("test-second", "lab.attach.second");
    return second;
  }

  private static Lab lab(String name, String attach) {
    if (System.getProperty(attach) != null) {
      return Lab.attach(System.getProperty(attach), Labs::say);
    }
    Lab lab = Lab.boot(name, 0, Labs::say);
    if (!Boolean.getBoolean("lab.keep")) {
      Runtime.getRuntime().addShutdownHook(new Thread(lab::down));
    }
    return lab;
  }

  static void say(String what) {
    System.out.println("  lab: " + what);
  }
}
