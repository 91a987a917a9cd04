package outpost.core.connect.ssh;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.method.AbstractAuthMethod;

/**
 * Logs in by public key (RFC 4252 §7) with any {@link Signer}. Where a signature costs nothing it
 * is sent at once, which saves a round trip; else the host is asked first whether it takes the key.
 */
final class SignerAuth extends AbstractAuthMethod {
  private final Signer signer;
  private final Queue<String> algorithms;

  SignerAuth(Signer signer) {
    super("publickey");
    this.signer = signer;
    this.algorithms = new ArrayDeque<>(signer.algorithms());
  }

  @Override
  protected SSHPacket buildReq() throws UserAuthException {
    return signer.ready() ? signed() : question(false);
  }

  @Override
  public void handle(Message message, SSHPacket packet)
      throws UserAuthException, TransportException {
    if (message == Message.USERAUTH_60) params.getTransport().write(signed());
    else super.handle(message, packet);
  }

  @Override
  public boolean shouldRetry() {
    algorithms.remove();
    return !algorithms.isEmpty();
  }

  private SSHPacket question(boolean signed) throws UserAuthException {
    return super.buildReq()
        .putBoolean(signed)
        .putString(algorithms.element())
        .putString(signer.blob());
  }

  private SSHPacket signed() throws UserAuthException {
    SSHPacket request = question(true);
    byte[] data =
        new Buffer.PlainBuffer()
            .putString(params.getTransport().getSessionID())
            .putBuffer(request)
            .getCompactData();
    try {
      return request.putString(signer.sign(algorithms.element(), data));
    } catch (IOException e) {
      throw new UserAuthException(e.getMessage(), e);
    }
  }
}
