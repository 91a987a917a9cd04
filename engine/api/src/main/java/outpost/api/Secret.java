package outpost.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/** A value that prints as {@code ***}: it leaves this type only where it is sent to a host. */
public final class Secret {
  private final byte[] bytes;
  private final boolean number;

  private Secret(byte[] bytes, boolean number) {
    this.bytes = bytes;
    this.number = number;
  }

  public static Secret of(String text) {
    return new Secret(text.getBytes(StandardCharsets.UTF_8), false);
  }

  public static Secret of(byte[] bytes) {
    return new Secret(bytes.clone(), false);
  }

  /** Returns a secret that is the number which the text spells. */
  public static Secret ofNumber(String text) {
    return new Secret(text.getBytes(StandardCharsets.UTF_8), true);
  }

  /** Returns whether it is a number, and is to stay one where it is written. */
  public boolean isNumber() {
    return number;
  }

  /** Returns a copy of the value. Say where it goes when you call this. */
  public byte[] reveal() {
    return bytes.clone();
  }

  /** Returns the value as UTF-8 text. Say where it goes when you call this. */
  public String revealText() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  public boolean isEmpty() {
    return bytes.length == 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && MessageDigest.isEqual(bytes, secret.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "***";
  }
}
