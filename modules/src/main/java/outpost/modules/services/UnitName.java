package outpost.modules.services;

import java.util.regex.Pattern;
import outpost.api.BadArg;

/** Names of systemd units, as systemd.unit(5) allows them. */
final class UnitName {
  private static final Pattern SUFFIX =
      Pattern.compile(
          ".*\\.(service|socket|target|timer|mount|automount|swap|path|slice|scope|device)");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9:_.\\\\@-]+");

  private UnitName() {}

  /** Adds {@code .service} where there is no suffix. */
  static String complete(String name) {
    if (!NAME.matcher(name).matches() || name.startsWith("-")) {
      throw new BadArg(
          "name", "`" + name + "` is no unit's name", "name one unit, such as pcsd.service");
    }
    String unit = SUFFIX.matcher(name).matches() ? name : name + ".service";
    if (unit.contains("@.")) {
      throw new BadArg(
          "name",
          "`" + name + "` is a template, not a unit",
          "name an instance of it, such as `" + unit.replace("@.", "@1.") + "`");
    }
    return unit;
  }
}
