package outpost.core.connect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Arguments of OpenSSH's {@code ssh} as options of ssh_config(5): what we can follow. Those that
 * change nothing we do are left out; all others are refused.
 *
 * @param options keywords in lower case; of most the first value counts
 * @param rest what is no flag: a host, perhaps a command
 * @param forwards whether {@code -W %h:%p} was there
 */
public record SshFlags(Map<String, List<String>> options, List<String> rest, boolean forwards) {

  /** Options that are followed. */
  private static final Set<String> FOLLOWED =
      Set.of(
          "user",
          "port",
          "hostname",
          "hostkeyalias",
          "identityfile",
          "identitiesonly",
          "identityagent",
          "proxyjump",
          "proxycommand",
          "stricthostkeychecking",
          "userknownhostsfile",
          "globalknownhostsfile",
          "hashknownhosts",
          "connecttimeout");

  /** Options without a meaning for one kept connection without terminal and forwarding. */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "addkeystoagent",
          "batchmode",
          "checkhostip",
          "compression",
          "connectionattempts",
          "controlmaster",
          "controlpath",
          "controlpersist",
          "escapechar",
          "forwardagent",
          "forwardx11",
          "gssapiauthentication",
          "gssapidelegatecredentials",
          "kbdinteractiveauthentication",
          "challengeresponseauthentication",
          "loglevel",
          "numberofpasswordprompts",
          "passwordauthentication",
          "permitlocalcommand",
          "preferredauthentications",
          "pubkeyauthentication",
          "requesttty",
          "serveralivecountmax",
          "serveraliveinterval",
          "tcpkeepalive",
          "updatehostkeys",
          "visualhostkey");

  private static final Map<Character, String> WITH_VALUE =
      Map.of(
          'J',
          "proxyjump",
          'i',
          "identityfile",
          'p',
          "port",
          'l',
          "user",
          'F',
          "config",
          'W',
          "",
          'o',
          "");

  private static final String WITHOUT_VALUE = "CqvTaAxnNkK";

  /** Flags that cannot be followed. */
  public static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private Refused(String message) {
      super(message);
    }
  }

  /**
   * Reads arguments as a shell would split them. {@code -F FILE} comes as the option {@code
   * config}.
   *
   * @throws Refused if there is something we cannot follow
   */
  public static SshFlags parse(String text) throws Refused {
    List<String> words = split(text);
    Map<String, List<String>> options = new LinkedHashMap<>();
    List<String> rest = new ArrayList<>();
    boolean forwards = false;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (!word.startsWith("-") || word.equals("-")) {
        rest.add(word);
        continue;
      }
      for (int at = 1; at < word.length(); at++) {
        char flag = word.charAt(at);
        if (WITHOUT_VALUE.indexOf(flag) >= 0) continue;
        String keyword = WITH_VALUE.get(flag);
        if (keyword == null) throw new Refused("`-" + flag + "` is not supported");
        String value = word.substring(at + 1);
        if (value.isEmpty()) {
          if (++i == words.size()) throw new Refused("`-" + flag + "` lacks its value");
          value = words.get(i);
        }
        if (flag == 'W') forwards = forwards(value);
        else if (flag == 'o') option(value, options);
        else add(options, keyword, value);
        break;
      }
    }
    return new SshFlags(options, rest, forwards);
  }

  private static boolean forwards(String value) throws Refused {
    if (value.matches("\\[?%h\\]?:%p")) return true;
    throw new Refused("`-W " + value + "` is not supported");
  }

  private static void option(String text, Map<String, List<String>> options) throws Refused {
    String[] parts = text.strip().split("\\s*=\\s*|\\s+", 2);
    String keyword = parts[0].toLowerCase(Locale.ROOT);
    if (WITHOUT_EFFECT.contains(keyword)) return;
    if (!FOLLOWED.contains(keyword)) throw new Refused("`-o " + parts[0] + "` is not supported");
    if (parts.length < 2) throw new Refused("`-o " + parts[0] + "` lacks its value");
    add(options, keyword, parts[1].replaceAll("^\"(.*)\"$", "$1"));
  }

  private static void add(Map<String, List<String>> options, String keyword, String value) {
    List<String> values = options.computeIfAbsent(keyword, k -> new ArrayList<>());
    if (keyword.endsWith("knownhostsfile")) {
      if (values.isEmpty()) values.addAll(List.of(value.split("\\s+")));
    } else if (values.isEmpty() || keyword.equals("identityfile")) {
      values.add(value);
    }
  }

  /** Splits text into words as a shell does, without expansions. */
  static List<String> split(String text) throws Refused {
    List<String> words = new ArrayList<>();
    StringBuilder word = null;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote == 0 && Character.isWhitespace(c)) {
        if (word != null) words.add(word.toString());
        word = null;
        continue;
      }
      if (word == null) word = new StringBuilder();
      if (c == quote) quote = 0;
      else if (quote == 0 && (c == '\'' || c == '"')) quote = c;
      else if (c == '\\' && quote != '\'' && i + 1 < text.length()) word.append(text.charAt(++i));
      else word.append(c);
    }
    if (quote != 0) throw new Refused("a quote is not closed");
    if (word != null) words.add(word.toString());
    return words;
  }
}
