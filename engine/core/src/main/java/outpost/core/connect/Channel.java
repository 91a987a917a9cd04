package outpost.core.connect;

import java.io.IOException;

/**
 * A command that runs on a host: what is sent it reads, what it prints is pushed to an {@link Ear}.
 */
public interface Channel extends AutoCloseable {

  /**
   * Sends what the host takes now to the command's standard input; {@link Ear#room} tells when it
   * takes more.
   *
   * @return how many bytes were sent
   * @throws IOException if the channel is broken
   */
  int send(byte[] bytes, int from, int length) throws IOException;

  /**
   * Tells the command that it has all its input.
   *
   * @throws IOException if the channel is broken
   */
  void end() throws IOException;

  /**
   * Asks the host for a sign of life after a time of silence; a channel whose host gives none ends.
   */
  void nudge();

  /** Ends it; a command that is still running finds its standard input closed. */
  @Override
  void close();

  /** Hears what a command prints, in order, one call at a time. It must not block. */
  interface Ear {
    void out(byte[] bytes, int from, int length);

    void err(byte[] bytes, int from, int length);

    /** The host takes more input. */
    void room();

    /**
     * Nothing more comes.
     *
     * @param why in a few words
     * @param lost whether the connection broke, rather than the command ended
     */
    void ended(String why, boolean lost);
  }
}
