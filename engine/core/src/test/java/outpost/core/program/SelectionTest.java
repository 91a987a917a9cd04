package outpost.core.program;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectionTest {

  @ParameterizedTest(name = "--tags {0} --skip-tags {1}, task with {2}: {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # --tags   | --skip-tags | the task's    | runs
                     |             |               | yes
                     |             | web           | yes
                     |             | always        | yes
                     |             | never         | no
                     |             | never,web     | no
                     |             | always,never  | yes
          all        |             |               | yes
          all        |             | web           | yes
          all        |             | never         | no
          all        |             | never,web     | no
          web        |             | web           | yes
          web        |             | db            | no
          web        |             | db,web        | yes
          web        |             |               | no
          web        |             | always        | yes
          web        |             | never,web     | yes
          web        |             | never         | no
          never      |             | never         | yes
          never      |             | never,web     | yes
          web,db     |             | db            | yes
          web, db    |             | db            | yes
          tagged     |             | web           | yes
          tagged     |             |               | no
          tagged     |             | always        | yes
          tagged     |             | never,web     | no
          untagged   |             |               | yes
          untagged   |             | web           | no
          untagged   |             | always        | yes
          all,web    |             | never,web     | yes
                     | web         | web           | no
                     | web         | db            | yes
                     | web         | db,web        | no
                     | web         |               | yes
                     | web         | always,web    | no
                     | web         | always        | yes
          web        | web         | web           | no
          web        | db          | web,db        | no
                     | all         |               | no
                     | all         | web           | no
                     | all         | always        | yes
                     | all,always  | always        | no
                     | always      | always        | no
                     | always      | always,web    | no
                     | always      | web           | yes
                     | tagged      | web           | no
                     | tagged      |               | yes
                     | tagged      | always        | no
                     | untagged    |               | no
                     | untagged    | web           | yes
          tagged     | web         | web           | no
          tagged     | web         | db            | yes
          untagged   | tagged      |               | yes
          never      | never       | never         | no
          """)
  void decides(String tags, String skipTags, String own, String runs) {
    Selection selection = Selection.of(list(tags), list(skipTags));
    assertEquals(runs.equals("yes"), selection.takes(Selection.split(list(own))));
  }

  @Test
  void asksForEverythingWhereNothingIsAskedFor() {
    assertEquals(Selection.EVERYTHING, Selection.of(List.of(), List.of()));
    assertEquals(Selection.EVERYTHING, Selection.of(List.of(" , "), List.of("")));
  }

  @Test
  void joinsWhatSeveralOptionsSay() {
    Selection selection = Selection.of(List.of("a,b", "c"), List.of("d"));
    assertEquals(Set.of("a", "b", "c"), selection.tags());
    assertEquals(Set.of("d"), selection.skipTags());
  }

  @Test
  void knowsWhichTagsNoTaskHas() {
    Selection selection = Selection.of(List.of("wbe,db,tagged"), List.of("slow,always,wbe"));
    assertEquals(List.of("wbe", "slow"), selection.unknown(Set.of("web", "db")));
  }

  private static Collection<String> list(String text) {
    return Optional.ofNullable(text).stream().toList();
  }
}
