package outpost.modules.system;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import outpost.api.BadArg;

/** The name of a locale, of which locale(1) and people write the character set in several ways. */
record LocaleName(String written) {
  private static final Pattern FORM =
      Pattern.compile("([A-Za-z][A-Za-z0-9_]*)(?:\\.([A-Za-z0-9-]+))?(@[A-Za-z0-9]+)?");

  LocaleName {
    if (!FORM.matcher(written).matches()) {
      throw new BadArg("name", "`" + written + "` is no locale", "write it as de_DE.UTF-8");
    }
  }

  /** As locale(1) lists it: {@code de_DE.utf8}. */
  String listed() {
    Matcher parts = FORM.matcher(written);
    if (!parts.matches()) throw new IllegalStateException(written);
    String charset =
        parts.group(2) == null
            ? ""
            : "." + parts.group(2).toLowerCase(Locale.ROOT).replace("-", "");
    return parts.group(1) + charset + (parts.group(3) == null ? "" : parts.group(3));
  }

  boolean isAmong(Set<String> available) {
    return available.contains(written) || available.contains(listed());
  }
}
