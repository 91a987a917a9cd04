package outpost.lab;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The release of Debian whose Pacemaker and pcs the hosts of a lab have. */
public enum Release {
  /** Pacemaker 2.1, pcs 0.11: what a lab has if nothing else is asked for. */
  BOOKWORM,
  /** Pacemaker 3.0, pcs 0.12. */
  TRIXIE;

  public static Release named(String name) {
    return Arrays.stream(values())
        .filter(release -> release.word().equals(name))
        .findFirst()
        .orElseThrow(() -> new LabFailed("no release `" + name + "`; there are " + words()));
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static String words() {
    return Arrays.stream(values()).map(Release::word).collect(Collectors.joining(", "));
  }

  /** The name that {@code lab/setup} gives to the image of a kind of host. */
  String image(String kind) {
    return this == BOOKWORM ? kind : word() + "-" + kind;
  }
}
