package outpost.core.vault;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import outpost.api.Problem;
import outpost.api.Secret;
import outpost.core.source.Unlocker;

/**
 * Opens and makes texts of Ansible's vault with the passwords that it was given. Safe for use by
 * several threads.
 */
public final class Vault implements Unlocker {

  private static final String DAMAGED =
      "if the password is right, then this was damaged: take it from a backup";

  private final List<VaultId> ids;
  private final Consumer<Secret> keep;
  private final Keys keys = new Keys();

  /**
   * @param ids in the order in which they are tried
   * @param keep is given every value that was found, so that no output shows it
   */
  public Vault(List<VaultId> ids, Consumer<Secret> keep) {
    this.ids = List.copyOf(ids);
    this.keep = keep;
  }

  /** What an encrypted text held, and the password that opened it. */
  public record Opened(Secret plain, VaultId with) {}

  @Override
  public Secret open(String text) {
    return opened(text).plain();
  }

  @Override
  public void keep(Secret value) {
    keep.accept(value);
  }

  /**
   * Opens an encrypted text: the password with its label is tried first, then all others.
   *
   * @throws Locked if it is damaged, or no password opens it
   */
  public Opened opened(String text) {
    Envelope envelope = Envelope.read(text);
    List<VaultId> candidates = new ArrayList<>();
    for (VaultId id : ids) if (id.label().equals(envelope.label())) candidates.add(id);
    for (VaultId id : ids) if (!id.label().equals(envelope.label())) candidates.add(id);
    for (VaultId id : candidates) {
      if (fits(envelope, id)) return new Opened(plain(envelope, id.password()), id);
    }
    throw new Locked(unopened(envelope.label()), 0, 0);
  }

  /** Returns the label of the vault id that an encrypted text is for. */
  public static String label(String text) {
    return Envelope.read(text).label();
  }

  /** Encrypts with a new salt. */
  public String lock(Secret plain, VaultId id) {
    byte[] salt = new byte[Envelope.SALT];
    new SecureRandom().nextBytes(salt);
    return lock(plain, id, salt);
  }

  String lock(Secret plain, VaultId id, byte[] salt) {
    byte[] bytes = plain.reveal(); // to be encrypted
    int padding = Envelope.BLOCK - bytes.length % Envelope.BLOCK;
    byte[] padded = Arrays.copyOf(bytes, bytes.length + padding);
    Arrays.fill(padded, bytes.length, padded.length, (byte) padding);
    byte[] cipher = crypt(Cipher.ENCRYPT_MODE, padded, id.password(), salt);
    byte[] tag = tag(keys.tagKey(id.password(), salt), cipher);
    return new Envelope(id.label(), salt, tag, cipher).text();
  }

  private boolean fits(Envelope envelope, VaultId id) {
    byte[] tag = tag(keys.tagKey(id.password(), envelope.salt()), envelope.cipher());
    return MessageDigest.isEqual(tag, envelope.tag());
  }

  private Secret plain(Envelope envelope, Secret password) {
    byte[] padded = crypt(Cipher.DECRYPT_MODE, envelope.cipher(), password, envelope.salt());
    int padding = padded[padded.length - 1];
    boolean whole = padding >= 1 && padding <= Envelope.BLOCK;
    for (int i = padded.length - Math.max(1, padding); whole && i < padded.length; i++) {
      whole = padded[i] == padding;
    }
    if (!whole) {
      throw new Locked(
          Problem.of(
              "vault-damaged",
              "the password is right, but what is encrypted here was not made by the vault"),
          0,
          0);
    }
    return Secret.of(Arrays.copyOf(padded, padded.length - padding));
  }

  private byte[] crypt(int mode, byte[] bytes, Secret password, byte[] salt) {
    try {
      Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(
          mode,
          new SecretKeySpec(keys.cipherKey(password, salt), "AES"),
          new IvParameterSpec(keys.counter(password, salt)));
      return cipher.doFinal(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  private static byte[] tag(byte[] key, byte[] cipher) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(cipher);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  private Problem unopened(String label) {
    String whose = label.equals(VaultId.DEFAULT) ? "" : " for the vault id `" + label + "`";
    if (ids.isEmpty()) {
      return Problem.of(
          "vault-no-password",
          "this is encrypted" + whose + ", and no vault password is given",
          label.equals(VaultId.DEFAULT)
              ? "`--vault-password-file FILE` reads it from a file, `-J` asks for it"
              : "`--vault-id "
                  + label
                  + "@FILE` reads it from a file, `--vault-id "
                  + label
                  + "@prompt` asks for it");
    }
    List<String> labels = ids.stream().map(VaultId::label).distinct().toList();
    String tried = labels.stream().map(l -> "`" + l + "`").collect(Collectors.joining(", "));
    if (!labels.contains(label)) {
      return Problem.of(
          "vault-no-password",
          "this is encrypted"
              + (whose.isEmpty() ? " for no vault id in particular" : whose)
              + ", and none of the passwords given opens it",
          "passwords were given for: " + tried,
          "give the right one with `--vault-id "
              + label
              + "@FILE` or `--vault-id "
              + label
              + "@prompt`");
    }
    if (ids.size() == 1) {
      return Problem.of(
          "vault-wrong-password",
          "the vault password is not the one that this was encrypted with",
          DAMAGED);
    }
    return Problem.of(
        "vault-wrong-password",
        "none of the " + ids.size() + " vault passwords opens this, which is encrypted" + whose,
        "passwords were given for: " + tried,
        DAMAGED);
  }
}
