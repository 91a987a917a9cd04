package outpost.core.connect.ssh;

import com.hierynomus.sshj.key.KeyAlgorithms;
import com.hierynomus.sshj.transport.cipher.BlockCiphers;
import com.hierynomus.sshj.transport.cipher.GcmCiphers;
import com.hierynomus.sshj.transport.kex.DHGroups;
import com.hierynomus.sshj.transport.kex.ExtInfoClientFactory;
import com.hierynomus.sshj.transport.mac.Macs;
import java.util.List;
import net.schmizz.keepalive.KeepAlive;
import net.schmizz.keepalive.KeepAliveProvider;
import net.schmizz.sshj.ConfigImpl;
import net.schmizz.sshj.common.LoggerFactory;
import net.schmizz.sshj.common.SecurityUtils;
import net.schmizz.sshj.connection.ConnectionImpl;
import net.schmizz.sshj.transport.compression.NoneCompression;
import net.schmizz.sshj.transport.kex.Curve25519SHA256;
import net.schmizz.sshj.transport.kex.DHGexSHA256;
import net.schmizz.sshj.transport.kex.ECDHNistP;
import net.schmizz.sshj.transport.random.JCERandom;
import net.schmizz.sshj.transport.random.SingletonRandomFactory;

/**
 * The algorithms we speak, the cheapest first: what OpenSSH offers by default as far as sshj and
 * the JDK have it, so that no security provider has to be set up. SHA-1 signatures, DSA, CBC and
 * the small groups are left out as OpenSSH leaves them out. Host certificates are too: hosts then
 * show their plain keys.
 */
final class Settings extends ConfigImpl {
  Settings() {
    SecurityUtils.setRegisterBouncyCastle(false);
    EcdsaKeys.register();
    setLoggerFactory(LoggerFactory.DEFAULT);
    setVersion("Outpost");
    setKeyExchangeFactories(
        List.of(
            new Curve25519SHA256.Factory(),
            new Curve25519SHA256.FactoryLibSsh(),
            new ECDHNistP.Factory256(),
            new ECDHNistP.Factory384(),
            new ECDHNistP.Factory521(),
            DHGroups.Group14SHA256(),
            DHGroups.Group16SHA512(),
            DHGroups.Group18SHA512(),
            new DHGexSHA256.Factory(),
            new ExtInfoClientFactory()));
    setKeyAlgorithms(
        List.of(
            Ed25519.algorithm(),
            KeyAlgorithms.ECDSASHANistp256(),
            KeyAlgorithms.ECDSASHANistp384(),
            KeyAlgorithms.ECDSASHANistp521(),
            KeyAlgorithms.RSASHA512(),
            KeyAlgorithms.RSASHA256()));
    // the JDK's GCM is set up anew for each packet, and needs seconds until it is fast
    setCipherFactories(
        List.of(
            BlockCiphers.AES128CTR(),
            BlockCiphers.AES256CTR(),
            BlockCiphers.AES192CTR(),
            GcmCiphers.AES128GCM(),
            GcmCiphers.AES256GCM()));
    setMACFactories(
        List.of(
            Macs.HMACSHA2256Etm(),
            Macs.HMACSHA2512Etm(),
            Macs.HMACSHA2256(),
            Macs.HMACSHA2512(),
            Macs.HMACSHA1Etm(),
            Macs.HMACSHA1()));
    setCompressionFactories(List.of(new NoneCompression.Factory()));
    setRandomFactory(new SingletonRandomFactory(new JCERandom.Factory()));
    setFileKeyProviderFactories(List.of());
    setKeepAliveProvider(NONE);
  }

  /** No thread per connection: who waits for an answer looks after the connection. */
  private static final KeepAliveProvider NONE =
      new KeepAliveProvider() {
        @Override
        public KeepAlive provide(ConnectionImpl connection) {
          return new KeepAlive(connection, "none") {
            @Override
            protected void doKeepAlive() {}
          };
        }
      };
}
