package outpost.core.connect.ssh;

import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.DisconnectReason;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.connection.Connection;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.connection.channel.ChannelInputStream;
import net.schmizz.sshj.connection.channel.direct.SessionChannel;
import net.schmizz.sshj.transport.TransportException;
import outpost.core.connect.Channel;
import outpost.core.connect.NetworkTrouble;

/**
 * A session whose output goes to an {@link Channel.Ear} as it arrives, on the connection's one
 * reader thread: sshj's streams would need a thread each, and share one window, so that an
 * undrained one stops both.
 */
final class SessionEar extends SessionChannel {
  private final Channel.Ear ear;

  SessionEar(Connection connection, Channel.Ear ear) {
    super(connection);
    this.ear = ear;
  }

  /** Starts a command without a wait for the host's consent; a refusal ends the channel. */
  void run(String command) throws TransportException {
    sendChannelRequest("exec", true, new Buffer.PlainBuffer().putString(command));
  }

  /** Sends what the window has room for. */
  int send(byte[] bytes, int from, int length) throws TransportException {
    int room = (int) Math.min(rwin.getSize(), rwin.getMaxPacketSize());
    int piece = Math.min(room, length);
    if (piece <= 0) return 0;
    if (!isOpen()) throw new TransportException("closed");
    rwin.consume(piece);
    trans.write(newBuffer(Message.CHANNEL_DATA).putString(bytes, from, piece));
    return piece;
  }

  /** Closes it without a wait for the host. */
  void hangUp() {
    try {
      if (isOpen()) sendClose();
    } catch (TransportException e) {
      // it is closed then
    }
  }

  @Override
  public void handle(Message message, SSHPacket packet) throws SSHException {
    super.handle(message, packet);
    if (message == Message.CHANNEL_WINDOW_ADJUST) ear.room();
    if (message == Message.CHANNEL_FAILURE) ear.ended("the host refuses to run commands", false);
  }

  @Override
  protected void receiveInto(ChannelInputStream stream, SSHPacket packet) throws SSHException {
    int length;
    try {
      length = packet.readUInt32AsInt();
    } catch (Buffer.BufferException e) {
      throw new ConnectionException(e);
    }
    if (length < 0 || length > getLocalMaxPacketSize() || length > packet.available()) {
      throw new ConnectionException(DisconnectReason.PROTOCOL_ERROR, "bad length " + length);
    }
    lwin.consume(length);
    long adjustment = lwin.neededAdjustment();
    if (adjustment > 0) {
      lwin.expand(adjustment);
      trans.write(newBuffer(Message.CHANNEL_WINDOW_ADJUST).putUInt32(adjustment));
    }
    if (stream == getInputStream()) ear.out(packet.array(), packet.rpos(), length);
    else ear.err(packet.array(), packet.rpos(), length);
  }

  @Override
  public void notifyError(SSHException error) {
    ear.ended(NetworkTrouble.plain(error), true);
    super.notifyError(error);
  }

  @Override
  protected void finishOff() {
    super.finishOff();
    ear.ended(end(), false);
  }

  private String end() {
    if (getExitSignal() != null) return "the shell was ended by signal " + getExitSignal();
    if (getExitStatus() != null) return "the shell ended with status " + getExitStatus();
    return "the host closed the session";
  }
}
