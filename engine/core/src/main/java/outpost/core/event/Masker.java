package outpost.core.event;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import outpost.api.Secret;

/**
 * Replaces the texts of known secrets by {@code ***} in all that is told: as they are, as a part of
 * something longer, and in the forms that shells, JSON, URLs and base64 give them. Every reporter
 * sends all it writes through it. Safe for use by several threads.
 */
public final class Masker {
  private static final String MASK = "***";

  /** Shorter texts would blank out ordinary words; they are hidden as {@link Secret}s only. */
  private static final int SHORTEST = 4;

  /** What says nothing of a secret, and would be missed everywhere. */
  private static final Set<String> ORDINARY =
      Set.of("true", "false", "null", "none", "True", "False", "None", "TRUE", "FALSE");

  private final PatternTable table = new PatternTable();
  private final Set<Secret> known = new HashSet<>();

  /** Remembers a secret from now on. */
  public synchronized void add(Secret secret) {
    if (!known.add(secret)) return;
    String text = secret.revealText().strip(); // kept to be recognised, never shown
    if (text.length() < SHORTEST || ORDINARY.contains(text)) return;
    Disguises.of(secret, table);
  }

  /** Returns whether a secret that is known stands in the text. */
  public boolean finds(String text) {
    return !mask(text).equals(text);
  }

  /** Returns the text without any secret that is known. */
  public synchronized String mask(String text) {
    return table.isEmpty() ? text : new Masking(table, text).masked(MASK);
  }

  /** Returns lines that belong together without any secret that is known, be it over several. */
  public synchronized List<String> maskLines(List<String> lines) {
    if (table.isEmpty()) return lines;
    return new Masking(table, String.join("\n", lines)).maskedLines(lines, MASK);
  }
}
