package outpost.modules.services;

import java.util.regex.Pattern;
import outpost.api.BadArg;

/** Names of systemd units, as systemd.unit(5) allows them. */
final class UnitName {
  private static final Pattern SUFFIX =
      Pattern.compile(
          ".*\\.(service|socket|target|timer|mount|automount|swap|path|slice|scope|device)");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9:_.\\\\@-]{1,255}");

  private UnitName() {}

  /** Adds {@code .service} where there is no suffix. */
  static String complete(String name) {
    if (!NAME.matcher(name).matches() || name.startsWith("-") || name.startsWith("@")) {
      throw new BadArg(
          "name", "`" + name + "` is no unit's name", "name one unit, such as pcsd.service");
    }
    return SUFFIX.matcher(name).matches() ? name : name + ".service";
  }

  /** Whether units are made from it, so that it does not run itself. */
  static boolean isTemplate(String unit) {
    return unit.contains("@.");
  }

  /** Refuses a template where only a unit will do. */
  static void checkRuns(String unit) {
    if (!isTemplate(unit)) return;
    throw new BadArg(
        "name",
        "`" + unit + "` is a template, which does not run itself",
        "name an instance of it, such as `" + unit.replace("@.", "@1.") + "`");
  }
}
