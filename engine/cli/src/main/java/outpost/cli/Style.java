package outpost.cli;

/** A way to set off text on a terminal, as SGR parameters of ECMA-48. */
enum Style {
  BOLD("1"),
  DIM("2"),
  RED("31"),
  GREEN("32"),
  YELLOW("33"),
  MAGENTA("35"),
  CYAN("36"),
  BOLD_RED("1;31");

  private final String sgr;

  Style(String sgr) {
    this.sgr = sgr;
  }

  String on(String text) {
    return "\u001b[" + sgr + "m" + text + "\u001b[0m";
  }
}
