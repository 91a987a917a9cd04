package outpost.modules.system;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import outpost.api.BadArg;

/**
 * How large a volume is to be, as lvcreate(8) takes it.
 *
 * @param amount the number
 * @param unit what it counts: a letter, or one of {@code %VG}, {@code %PVS}, {@code %FREE}
 */
record VolumeSize(String amount, String unit) {
  private static final Pattern FORM =
      Pattern.compile("(\\d+(?:\\.\\d+)?)([bskmgtpe]|%(?:vg|pvs|free))?");

  static VolumeSize of(String text) {
    Matcher parts = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!parts.matches()) {
      String hint =
          text.strip().matches("[+-].*")
              ? "say how large it is to be in the end, such as 10g or 80%VG"
              : "write it as 512m, 10g, 80%VG or 100%FREE";
      throw new BadArg("size", "`" + text + "` is no size", hint);
    }
    String unit = parts.group(2) == null ? "m" : parts.group(2);
    return new VolumeSize(
        parts.group(1), unit.startsWith("%") ? unit.toUpperCase(Locale.ROOT) : unit);
  }

  boolean isShare() {
    return unit.startsWith("%");
  }

  /** As LVM's commands take it, behind {@code -l} or {@code -L}. */
  String word() {
    return amount + unit;
  }

  /**
   * Returns the extents that it comes to: parts of one count whole, but of a share not at all.
   *
   * @param own the extents that the volume has already, which are free for itself
   */
  long extents(long extentSize, long all, long free, long own) {
    double number = Double.parseDouble(amount);
    if (isShare()) {
      long of = unit.equals("%FREE") ? free + own : all;
      return (long) Math.floor(of * number / 100);
    }
    double bytes =
        unit.equals("s") ? number * 512 : number * Math.pow(1024, "bkmgtpe".indexOf(unit));
    return (long) Math.ceil(bytes / extentSize);
  }
}
