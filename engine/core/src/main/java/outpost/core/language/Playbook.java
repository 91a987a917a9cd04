package outpost.core.language;

import java.util.List;
import java.util.Set;
import outpost.core.source.Problems;
import outpost.core.source.Source;

/** A list of plays, as written. */
public record Playbook(Source source, List<Play> plays) {
  public Playbook {
    plays = List.copyOf(plays);
  }

  /**
   * Reads as much of a playbook as can be read; what cannot is told.
   *
   * @param modules the short names of all modules there are
   */
  public static Playbook read(Source source, Set<String> modules, Problems problems) {
    return new PlaybookReader(modules, problems).read(source);
  }
}
