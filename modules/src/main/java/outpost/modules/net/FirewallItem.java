package outpost.modules.net;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import outpost.api.BadArg;

/**
 * Something that a zone of firewalld is to hold, or not to hold.
 *
 * @param text as firewalld lists it, or, of a rich rule, as the task has it; empty of a switch
 * @param place its place among those of its kind in the task
 * @param there whether the zone is to hold it
 */
record FirewallItem(Kind kind, String text, int place, boolean there) {

  /** The kinds, by the names of firewall-cmd's options. */
  enum Kind {
    SERVICE("[A-Za-z0-9_][A-Za-z0-9_.-]*", "a service's name"),
    PORT(".*", "a port"),
    PROTOCOL("[A-Za-z0-9_][A-Za-z0-9_.+-]*", "a protocol's name"),
    FORWARD_PORT(".*", "a port"),
    RICH_RULE("rule\\b[^\\p{Cntrl}]*", "a rich rule"),
    ICMP_BLOCK("[A-Za-z0-9_][A-Za-z0-9_.-]*", "an ICMP type"),
    SOURCE("[A-Za-z0-9:][^\\s,]*", "a sender"),
    INTERFACE("[^\\s/!*-][^\\s/!*]*", "an interface"),
    MASQUERADE("", "a switch"),
    FORWARD("", "a switch"),
    ICMP_BLOCK_INVERSION("", "a switch");

    private final Pattern form;
    private final String noun;

    Kind(String form, String noun) {
      this.form = Pattern.compile(form);
      this.noun = noun;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it says which zone a packet belongs to: it is in one zone only. */
    boolean binds() {
      return this == SOURCE || this == INTERFACE;
    }

    /** Whether firewalld can end it by itself after a time. */
    boolean ends() {
      return !binds() && this != FORWARD && this != ICMP_BLOCK_INVERSION;
    }

    /** Refuses what cannot be of this kind. */
    void check(String arg, List<String> texts) {
      for (String text : texts) {
        if (form.matcher(text).matches()) continue;
        throw new BadArg(arg, "`" + text + "` is not " + noun, "see firewall-cmd(1)");
      }
    }
  }

  static Stream<FirewallItem> all(Kind kind, List<String> texts, boolean there) {
    return IntStream.range(0, texts.size())
        .mapToObj(i -> new FirewallItem(kind, texts.get(i), i, there));
  }

  /** Returns a switch: on where the task enables it, and off where it disables it or says no. */
  static Stream<FirewallItem> one(Kind kind, Optional<Boolean> value, boolean there) {
    return value.stream().map(on -> new FirewallItem(kind, "", 0, on == there));
  }

  /** firewalld takes a hardware address away only as it writes it, in capitals. */
  static String sender(String text) {
    return text.matches("(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}")
        ? text.toUpperCase(Locale.ROOT)
        : text;
  }

  String name() {
    return (kind.word().replace('-', ' ') + " " + text).strip();
  }
}
