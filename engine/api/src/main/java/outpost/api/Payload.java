package outpost.api;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Bytes that a script reads from its standard input; never in argv, never in the environment. */
public sealed interface Payload {

  /** Bytes known here. */
  record Bytes(byte[] bytes) implements Payload {}

  /** A secret known here. */
  record Hidden(Secret secret) implements Payload {}

  /** A file of the control node, read when it is sent. */
  record Local(Path path) implements Payload {}

  /** Bytes that are made while they are sent, the same ones each time. */
  record Stream(long length, Source source) implements Payload {}

  /** Begins to make bytes. */
  @FunctionalInterface
  interface Source {
    InputStream open() throws IOException;
  }

  /**
   * What a read-only script prints on another host of the inventory: fetched when it is sent, kept
   * in memory as a {@link Secret}, never written on the control node.
   *
   * @param host the host's name in the inventory
   */
  record Fetched(String host, Script reader) implements Payload {}
}
