package outpost.core.language;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import outpost.core.source.Problems;
import outpost.core.source.Source;

/** A list of plays, as written. */
public record Playbook(Source source, List<Entry> entries) {

  /** A play, or a playbook whose plays stand in its place. */
  public sealed interface Entry permits Play, PlaybookImport {}

  public Playbook {
    entries = List.copyOf(entries);
  }

  /**
   * Reads as much of a playbook as can be read; what cannot is told.
   *
   * @param modules the short names of all modules there are
   */
  public static Playbook read(Source source, Set<String> modules, Problems problems) {
    return new PlaybookReader(modules, Optional.empty(), problems).read(source);
  }

  /**
   * Reads as much of a playbook as can be read that stands in another one.
   *
   * @param around keywords for all its plays
   */
  public static Playbook read(
      Source source, Set<String> modules, Keywords around, Problems problems) {
    return new PlaybookReader(modules, Optional.of(around), problems).read(source);
  }
}
