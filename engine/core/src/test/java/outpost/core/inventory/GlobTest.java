package outpost.core.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a*       | a ab a.b ab]
          *        | a ab b a.b - ] ^ \\ ab]
          ?        | a b - ] ^ \\
          [ab]     | a b
          [!ab]    | - ] ^ \\
          [a-]     | a -
          [b-a]    |
          [!b-a]   | a b - ] ^ \\
          []]      | ]
          [!]]     | a b - ^ \\
          [^]      | ^
          [\\]     | \\
          a[       |
          ab]      | ab]
          a.b      | a.b
          []       |
          """)
  void matchesAsAShellDoes(String glob, String matched) {
    Pattern regex = Pattern.compile(Glob.regex(glob), Pattern.DOTALL);
    assertEquals(
        matched == null ? "" : matched,
        String.join(
            " ",
            Stream.of("a", "ab", "b", "a.b", "-", "]", "^", "\\", "ab]")
                .filter(regex.asMatchPredicate())
                .toList()));
  }
}
