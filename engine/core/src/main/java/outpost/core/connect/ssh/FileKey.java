package outpost.core.connect.ssh;

import com.hierynomus.sshj.key.KeyAlgorithm;
import com.hierynomus.sshj.key.KeyAlgorithms;
import com.hierynomus.sshj.userauth.keyprovider.OpenSSHKeyV1KeyFile;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.Factory;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.signature.Signature;
import net.schmizz.sshj.userauth.keyprovider.FileKeyProvider;
import net.schmizz.sshj.userauth.keyprovider.KeyFormat;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;
import net.schmizz.sshj.userauth.keyprovider.KeyProviderUtil;
import net.schmizz.sshj.userauth.keyprovider.PKCS8KeyFile;
import net.schmizz.sshj.userauth.keyprovider.PuTTYKeyFile;
import outpost.core.connect.NetworkTrouble;

/** A private key from a file, with the certificate beside it if there is one. */
final class FileKey implements Signer {
  private static final List<Factory.Named<KeyAlgorithm>> ALGORITHMS =
      List.of(
          Ed25519.algorithm(),
          KeyAlgorithms.ECDSASHANistp256(),
          KeyAlgorithms.ECDSASHANistp384(),
          KeyAlgorithms.ECDSASHANistp521(),
          KeyAlgorithms.RSASHA512(),
          KeyAlgorithms.RSASHA256());

  private final String name;
  private final KeyProvider key;
  private final byte[] blob;
  private final String type;

  private FileKey(String name, KeyProvider key, byte[] blob, String type) {
    this.name = name;
    this.key = key;
    this.blob = blob;
    this.type = type;
  }

  /**
   * Reads a key; with its certificate {@code FILE-cert.pub} that comes first.
   *
   * @throws IOException if it cannot be used; the message is one for users
   */
  static List<Signer> read(Path file) throws IOException {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new IOException("key file `" + file + "` cannot be read");
    }
    if (isLocked(text)) {
      throw new IOException(
          "key file `" + file + "` is protected by a passphrase; add it to the agent by `ssh-add`");
    }
    try {
      FileKeyProvider key = format(text);
      key.init(new StringReader(text));
      byte[] blob = new Buffer.PlainBuffer().putPublicKey(key.getPublic()).getCompactData();
      String type = KeyType.fromKey(key.getPublic()).toString();
      key.getPrivate();
      Signer plain = new FileKey("key `" + file + "`", key, blob, type);
      Optional<Signer> certificate = certificate(file, key);
      return certificate.map(c -> List.of(c, plain)).orElse(List.of(plain));
    } catch (IOException | RuntimeException e) {
      throw new IOException(
          "key file `" + file + "` is not one we can read: " + NetworkTrouble.plain(root(e)));
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public byte[] blob() {
    return blob;
  }

  @Override
  public List<String> algorithms() {
    return Signer.algorithms(type);
  }

  @Override
  public boolean ready() {
    return true;
  }

  @Override
  public byte[] sign(String algorithm, byte[] data) throws IOException {
    Factory.Named<KeyAlgorithm> found = Factory.Named.Util.get(ALGORITHMS, Signer.plain(algorithm));
    if (found == null)
      throw new IOException(name + " is of type " + type + ", which we cannot use");
    Signature signature = found.create().newSignature();
    signature.initSign(key.getPrivate());
    signature.update(data);
    return new Buffer.PlainBuffer()
        .putString(signature.getSignatureName())
        .putBytes(signature.encode(signature.sign()))
        .getCompactData();
  }

  private static Throwable root(Throwable e) {
    return e.getCause() == null ? e : root(e.getCause());
  }

  private static FileKeyProvider format(String text) throws IOException {
    KeyFormat format = KeyProviderUtil.detectKeyFileFormat(new StringReader(text), false);
    return switch (format) {
      case OpenSSHv1 -> new OpenSSHKeyV1KeyFile();
      case PKCS8, OpenSSH -> new PKCS8KeyFile();
      case PuTTY -> new PuTTYKeyFile();
      default -> throw new IOException("it is no private key");
    };
  }

  /** Returns whether it needs a passphrase. */
  private static boolean isLocked(String text) {
    if (text.contains("ENCRYPTED")) return true;
    if (text.startsWith("PuTTY-")) return !text.contains("\nEncryption: none");
    if (!text.contains("BEGIN OPENSSH PRIVATE KEY")) return false;
    String body = text.replaceAll("-----[^-]*-----", "").replaceAll("\\s", "");
    try {
      byte[] bytes = Base64.getDecoder().decode(body);
      Buffer.PlainBuffer buffer = new Buffer.PlainBuffer(bytes);
      buffer.readRawBytes(new byte["openssh-key-v1\0".length()]);
      return !buffer.readString().equals("none");
    } catch (IllegalArgumentException | Buffer.BufferException e) {
      return false; // reading it will say what is wrong
    }
  }

  private static Optional<Signer> certificate(Path file, KeyProvider key) throws IOException {
    Path path = file.resolveSibling(file.getFileName() + "-cert.pub");
    if (!Files.isReadable(path)) return Optional.empty();
    String[] words = Files.readString(path).strip().split("\\s+");
    if (words.length < 2) return Optional.empty();
    byte[] blob = Base64.getDecoder().decode(words[1]);
    return Optional.of(new FileKey("certificate `" + path + "`", key, blob, words[0]));
  }
}
