package outpost.remoted;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DiagnosisTest {
  private static final Endpoint AT = new Endpoint("db1", 3121);

  private static Diagnosis of(Cause cause) {
    return new Diagnosis(AT, cause, "DETAIL");
  }

  /** Every word that a user may read, pinned. */
  @Test
  void saysWhatTheGoldenFileSays() throws IOException {
    String said =
        Arrays.stream(Cause.values())
            .map(DiagnosisTest::of)
            .map(d -> d + "\n  = " + d.hint() + "\n")
            .collect(Collectors.joining());
    try (var golden = getClass().getResourceAsStream("diagnoses.txt")) {
      assertEquals(new String(golden.readAllBytes(), StandardCharsets.UTF_8), said);
    }
  }

  @ParameterizedTest
  @EnumSource
  void isOneSentenceAboutTheHost(Cause cause) {
    String sentence = of(cause).sentence();
    assertTrue(sentence.contains("`db1`"), sentence);
    assertFalse(sentence.endsWith("."), sentence);
    assertFalse(sentence.contains("{"), sentence);
    assertFalse(of(cause).hint().isBlank());
    assertFalse(of(cause).hint().contains("{"));
  }

  @Test
  void thePeersWordsAreNotFilledIn() {
    assertEquals(
        "no connection to port 3121 on `db1`: {host} {port}",
        new Diagnosis(AT, Cause.NOT_DIALLED, "{host} {port}").sentence());
  }

  @Test
  void onlyThreeCausesMeanThatTheKeyIsRight() {
    assertEquals(
        EnumSet.of(Cause.KEY_RIGHT, Cause.REGISTERED, Cause.CERTIFICATE_TRUSTED),
        Arrays.stream(Cause.values())
            .filter(cause -> of(cause).keyIsRight())
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Cause.class))));
  }

  @Test
  void idsAreStableNames() {
    assertEquals("key-differs", Cause.KEY_DIFFERS.id());
  }

  @Test
  void strangersWordsAreMadePrintable() {
    assertEquals("a.[31mb..c", Printable.of(" a\033[31mb\r\nc\t".replace("\t", "")));
    assertEquals("x".repeat(160), Printable.of("x".repeat(200)));
    assertEquals("é", Printable.of("é"));
    assertEquals("`a~ ..`", Printable.banner(new byte[] {'a', '~', ' ', 0x7f, (byte) 0xe9}));
    assertEquals("`a`", Printable.banner(new byte[] {'a', '\r', 'b'}));
    assertEquals("`a`", Printable.banner(new byte[] {'a', '\n', 'b'}));
    assertEquals("`.`", Printable.banner(new byte[] {0x1f}));
  }
}
