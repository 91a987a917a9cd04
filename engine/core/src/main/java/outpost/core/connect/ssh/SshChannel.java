package outpost.core.connect.ssh;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import net.schmizz.concurrent.Promise;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.connection.ConnectionException;
import outpost.core.connect.Channel;

/** A command on a host by SSH. */
final class SshChannel implements Channel {
  private static final int MAX_UNANSWERED = 3;

  private final Link link;
  private final SessionEar session;
  private final Queue<Promise<SSHPacket, ConnectionException>> unanswered = new ArrayDeque<>();

  SshChannel(Link link, SessionEar session) {
    this.link = link;
    this.session = session;
  }

  @Override
  public int send(byte[] bytes, int from, int length) throws IOException {
    Deadline stalled = link.deadline();
    try {
      return session.send(bytes, from, length);
    } finally {
      stalled.close();
    }
  }

  @Override
  public void end() throws IOException {
    Deadline stalled = link.deadline();
    try {
      session.getOutputStream().close();
    } finally {
      stalled.close();
    }
  }

  /** Sends {@code keepalive@openssh.com}; any answer will do. Only while an answer is awaited. */
  @Override
  public void nudge() {
    unanswered.removeIf(promise -> promise.isFulfilled() || promise.inError());
    if (unanswered.size() >= MAX_UNANSWERED) {
      link.die("it gave no sign of life for a minute");
      return;
    }
    Deadline stalled = link.deadline();
    try {
      unanswered.add(
          link.connection().sendGlobalRequest("keepalive@openssh.com", true, new byte[0]));
    } catch (IOException e) {
      link.die("it broke");
    } finally {
      stalled.close();
    }
  }

  @Override
  public void close() {
    session.hangUp();
  }
}
