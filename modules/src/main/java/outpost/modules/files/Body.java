package outpost.modules.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import outpost.api.Payload;
import outpost.api.Secret;

/** The bytes that a file is to hold. */
sealed interface Body {

  /**
   * Bytes known here; {@code hidden} ones are shown in no diff.
   *
   * @param file of the control node that they come from, if any
   */
  record Known(Secret bytes, boolean hidden, Optional<Path> file) implements Body {

    Known(Secret bytes, boolean hidden) {
      this(bytes, hidden, Optional.empty());
    }
  }

  /** A file of the control node. */
  record Local(Path path) implements Body {}

  /** A file that lies on the host already. */
  record Remote(String path) implements Body {}

  /** Returns the SHA-256 of the bytes, where they are here. */
  default Optional<String> sum() throws IOException {
    return digest(digest("SHA-256"));
  }

  /** Returns the SHA-1 of the bytes, where they are here: what playbooks know as their checksum. */
  default Optional<String> checksum() throws IOException {
    return digest(digest("SHA-1"));
  }

  private Optional<String> digest(MessageDigest digest) throws IOException {
    if (this instanceof Remote) return Optional.empty();
    if (this instanceof Known known) {
      digest.update(known.bytes().reveal()); // into the digest alone
    } else {
      try (InputStream in = Files.newInputStream(((Local) this).path())) {
        byte[] some = new byte[1 << 16];
        for (int n = in.read(some); n >= 0; n = in.read(some)) digest.update(some, 0, n);
      }
    }
    return Optional.of(HexFormat.of().formatHex(digest.digest()));
  }

  /** Returns the text to show in a diff: empty if it is too long, no text, or not here. */
  default Optional<String> text() throws IOException {
    if (this instanceof Known known) return text(known.bytes().reveal()); // shown unless hidden
    if (this instanceof Local local && Files.size(local.path()) <= Diffs.LIMIT) {
      return text(Files.readAllBytes(local.path()));
    }
    return Optional.empty();
  }

  /** Returns the file of the control node that the bytes come from. */
  default Optional<Path> file() {
    if (this instanceof Local local) return Optional.of(local.path());
    return this instanceof Known known ? known.file() : Optional.empty();
  }

  default boolean isHidden() {
    return this instanceof Known known && known.hidden();
  }

  /** Returns what to send, where something is to be sent. */
  default Optional<Payload> payload() {
    if (this instanceof Known known) {
      return Optional.of(
          known.hidden()
              ? new Payload.Hidden(known.bytes())
              : new Payload.Bytes(known.bytes().reveal())); // no secret is in it
    }
    return this instanceof Local local
        ? Optional.of(new Payload.Local(local.path()))
        : Optional.empty();
  }

  static Optional<String> text(byte[] bytes) {
    if (bytes.length > Diffs.LIMIT) return Optional.empty();
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return Optional.of(text).filter(t -> t.indexOf('\0') < 0);
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(digest("SHA-256").digest(bytes));
  }

  static String sha1(byte[] bytes) {
    return HexFormat.of().formatHex(digest("SHA-1").digest(bytes));
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
