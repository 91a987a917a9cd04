package outpost.core.event;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import outpost.api.Secret;

/**
 * Replaces the texts of known secrets by {@code ***}, also in base64, for what hosts print back.
 * Every reporter sends all it writes through it. Safe for use by several threads.
 */
public final class Masker {
  /** Shorter texts would blank out ordinary words; they are hidden as {@link Secret}s only. */
  private static final int SHORTEST = 4;

  private final Set<String> texts =
      new ConcurrentSkipListSet<>(
          Comparator.comparingInt(String::length).reversed().thenComparing(s -> s));

  /** Remembers a secret from now on. */
  public void add(Secret secret) {
    String text = secret.revealText().strip(); // kept to be recognised, never shown
    if (text.length() < SHORTEST) return;
    texts.add(text);
    texts.add(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    texts.add(Base64.getEncoder().encodeToString(secret.reveal()));
  }

  /** Returns the text without any secret that is known. */
  public String mask(String text) {
    String masked = text;
    for (String secret : texts) {
      if (masked.contains(secret)) masked = masked.replace(secret, "***");
    }
    return masked;
  }
}
