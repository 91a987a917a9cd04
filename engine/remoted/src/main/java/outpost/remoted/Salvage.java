package outpost.remoted;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Saves what can be trusted of a message that is not well-formed.
 *
 * <p>Servers up to 2.1.7 stop escaping an attribute at its first character beyond ASCII ({@code
 * crm_xml_escape()} in {@code lib/common/xml.c}). What they send as free text, an agent's output
 * and its exit reason, comes after the numbers ({@code send_cmd_complete_notify()} in {@code
 * daemons/execd/execd_commands.c}), so the attributes before the first broken one hold. The
 * message's id and type come last.
 */
final class Salvage {
  private static final Pattern ROOT = Pattern.compile("\\s*<([A-Za-z_][\\w.-]*)");
  private static final Pattern ATTRIBUTE =
      Pattern.compile(
          "\\G\\s+([A-Za-z_][\\w.-]*)=\"((?:[^\"&<>]|&(?:amp|lt|gt|quot|apos|#x?\\w+);)*)\"(?=[\\s/>])");
  private static final Pattern MESSAGE_ID =
      Pattern.compile("\\s" + Lrmd.MESSAGE_ID + "=\"(\\d+)\"");

  private Salvage() {}

  static Optional<Element> of(String text) {
    Matcher root = ROOT.matcher(text);
    if (!root.lookingAt()) {
      return Optional.empty();
    }
    Map<String, String> attributes = new LinkedHashMap<>();
    Matcher attribute = ATTRIBUTE.matcher(text);
    int at = root.end();
    while (attribute.find(at)) {
      // an entity is only passed over: no attribute that is used by name holds one
      attributes.put(attribute.group(1), attribute.group(2));
      at = attribute.end();
    }
    lastMessageId(text).ifPresent(id -> attributes.put(Lrmd.MESSAGE_ID, id));
    return Optional.of(new Element(root.group(1), attributes, java.util.List.of()));
  }

  private static Optional<String> lastMessageId(String text) {
    Matcher id = MESSAGE_ID.matcher(text);
    Optional<String> last = Optional.empty();
    while (id.find()) {
      last = Optional.of(id.group(1));
    }
    return last;
  }
}
