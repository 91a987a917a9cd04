package outpost.modules.users;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A line of a file of authorized keys, see sshd(8).
 *
 * @param options what the key is restricted to, as they are written; empty if there are none
 */
record LoginKey(String options, String type, String key, String comment, String text) {
  private static final Pattern TYPE =
      Pattern.compile("(ssh-(rsa|dss|ed25519|ed448)|ecdsa-sha2-\\S+|sk-\\S+)(-cert-v01@\\S+)?");
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{16,}={0,2}");

  /** Reads a line; empty if it holds no key. */
  static Optional<LoginKey> of(String line) {
    List<String> words = split(line.strip(), ' ');
    int at = !words.isEmpty() && isType(words.get(0)) ? 0 : 1;
    if (words.size() < at + 2 || line.strip().startsWith("#")) return Optional.empty();
    if (!isType(words.get(at)) || !KEY.matcher(words.get(at + 1)).matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new LoginKey(
            at == 0 ? "" : words.get(0),
            words.get(at),
            words.get(at + 1),
            String.join(" ", words.subList(at + 2, words.size())),
            line));
  }

  private static boolean isType(String word) {
    return TYPE.matcher(word).matches();
  }

  /** Splits a text where no quotation mark is open; a tab is a blank. */
  private static List<String> split(String text, char at) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' && (i == 0 || text.charAt(i - 1) != '\\')) quoted = !quoted;
      if (!quoted && (c == at || at == ' ' && c == '\t')) {
        if (part.length() > 0) parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    if (part.length() > 0) parts.add(part.toString());
    return parts;
  }

  /** Whether options are one text that ends where its quotation marks do. */
  static boolean areOptions(String text) {
    return text.isEmpty() || split(text, ' ').size() == 1 && !text.matches("(?s).*[\\r\\n].*");
  }

  /** Returns this with other options, and another comment. */
  LoginKey with(Optional<String> newOptions, Optional<String> newComment) {
    String with = newOptions.orElse(options);
    String remark = newComment.orElse(comment);
    String line = (with + " " + type + " " + key + " " + remark).strip();
    return new LoginKey(with, type, key, remark, line);
  }

  boolean isSame(LoginKey other) {
    return key.equals(other.key);
  }

  /** Whether nothing but the order of the options differs. */
  boolean isAlike(LoginKey other) {
    return isSame(other)
        && type.equals(other.type)
        && comment.equals(other.comment)
        && set(options).equals(set(other.options));
  }

  private static Set<String> set(String options) {
    return new TreeSet<>(split(options, ','));
  }

  /** Returns what tells keys apart for people. */
  String shown() {
    return comment.isEmpty() ? type + " …" + key.substring(key.length() - 12) : comment;
  }
}
