package outpost.lab;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A kind of host that examples are tried on: what it is like, what its shell and its tools are, and
 * who logs in. They are made of two images by what a user could do to a host as well.
 */
enum Ground {
  RHEL(Family.RHEL, "root", sh("bash")),
  DEBIAN(Family.DEBIAN, "labuser", ""),
  BUSYBOX(Family.RHEL, "root", busybox()),
  MKSH(Family.RHEL, "labuser", sh("mksh")),
  KSH93(Family.DEBIAN, "root", sh("ksh93")),
  TCSH(Family.DEBIAN, "labuser", "usermod -s /bin/tcsh labuser && usermod -s /bin/tcsh root");

  private static final List<String> TOOLS = List.of("look", "state");

  /** What software it has: like RHEL 9 with dnf and firewalld, or a plain Debian with apt. */
  enum Family {
    RHEL,
    DEBIAN
  }

  private final Family family;
  private final String login;
  private final String making;

  Ground(Family family, String login, String making) {
    this.family = family;
    this.login = login;
    this.making = making;
  }

  /** Those of the usual profile, or all. */
  static List<Ground> tried() {
    return Profile.isFull() ? named(values()) : plain();
  }

  /** One of each family, as it is. */
  static List<Ground> plain() {
    return named(RHEL, DEBIAN);
  }

  /** {@code -Dlab.grounds=debian,mksh} leaves out all others. */
  private static List<Ground> named(Ground... grounds) {
    List<String> only = List.of(System.getProperty("lab.grounds", "").split(","));
    return Stream.of(grounds)
        .filter(ground -> only.contains("") || only.contains(ground.word()))
        .toList();
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The words by which an example says where it makes sense. */
  Set<String> words() {
    return new TreeSet<>(List.of(word(), family.name().toLowerCase(Locale.ROOT)));
  }

  String login() {
    return login;
  }

  /** Boots such a host. */
  Host boot(Lab lab) {
    Host host = family == Family.RHEL ? lab.addBlank() : lab.addDebian();
    for (String tool : TOOLS) {
      String text = Checkout.here().read("lab/src/test/resources/laws/" + tool);
      host.put("/usr/local/sbin/" + tool, text, 0755);
    }
    if (!making.isEmpty()) host.must(making);
    return host;
  }

  private static String sh(String shell) {
    return "ln -sf $(command -v " + shell + ") /bin/sh";
  }

  /** BusyBox as the shell, and its tools where the engine and who logs in look first. */
  private static String busybox() {
    return "cd /usr/local/sbin && busybox --install -s . && ln -sf $(command -v busybox) /bin/sh"
        // what is a part of the system, and not a tool of the shell
        + " && rm -f dpkg* rpm* reboot poweroff halt init login sulogin getty";
  }
}
