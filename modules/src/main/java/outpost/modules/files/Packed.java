package outpost.modules.files;

import outpost.api.Script;

/** An archive as a program of the host reads it, in {@code $w}, a directory for what it needs. */
interface Packed {

  /**
   * Tells what of it is not in {@code $p} as in the archive, and writes names to {@code $names}.
   */
  Script compare();

  /** Unpacks it to {@code $p}, and writes the names in it to {@code $names}. */
  Script unpack();
}
