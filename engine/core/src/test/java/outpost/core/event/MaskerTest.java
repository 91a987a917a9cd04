package outpost.core.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import outpost.api.Script;
import outpost.api.Secret;

class MaskerTest {
  private static final String PASSWORD = "it's \"so\" $ecret & <sure>/\\ö+1";

  private final Masker masker = new Masker();

  @Test
  void hidesASecretAlsoInTheMiddleOfAWord() {
    masker.add(Secret.of("hunter22"));
    assertEquals("a***b, *** and Hunter22", masker.mask("ahunter22b, hunter22 and Hunter22"));
  }

  @Test
  void leavesTextWithoutSecretsAlone() {
    String text = "nothing here";
    assertEquals(text, masker.mask(text));
    masker.add(Secret.of("hunter22"));
    assertEquals(text, masker.mask(text));
    assertEquals("", masker.mask(""));
    assertEquals("hun", masker.mask("hun"));
    assertEquals("hunter2", masker.mask("hunter2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "", "  a ", "true", "False", "null"})
  void doesNotBlankOutWhatSaysNothing(String ordinary) {
    masker.add(Secret.of(ordinary));
    assertEquals("xabc true False null a", masker.mask("xabc true False null a"));
  }

  @Test
  void hidesSecretsThatOverlap() {
    masker.add(Secret.of("abcdef"));
    masker.add(Secret.of("defghi"));
    masker.add(Secret.of("abcd"));
    assertEquals("<***>", masker.mask("<abcdefghi>"));
    assertEquals("<***>", masker.mask("<abcd>"));
  }

  @Test
  void hidesWhatASecretIsMadeOfInABase64TextAtEachAlignment() {
    for (String secret : List.of("abcd", "hunter2", "hunter22", "hunter222", PASSWORD)) {
      Masker one = new Masker();
      one.add(Secret.of(secret));
      for (int before = 0; before < 7; before++) {
        for (int after = 0; after < 4; after++) {
          String text = "#".repeat(before) + secret + "#".repeat(after);
          String plain = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
          assertEquals("", traces(secret, one.mask(plain)), plain + " became " + one.mask(plain));
          String safe =
              Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
          assertEquals("", traces(secret, one.mask(safe)), safe + " became " + one.mask(safe));
        }
      }
    }
  }

  /** Returns the bytes of a secret that what is left of a base64 text still tells. */
  private static String traces(String secret, String left) {
    assertTrue(left.contains("***"), left);
    String known = left.replaceFirst("\\*\\*\\*.*", "");
    byte[] bytes =
        Base64.getUrlDecoder().decode(safeEnd(known.replace('+', '-').replace('/', '_')));
    return new String(bytes, StandardCharsets.UTF_8).replace("#", "");
  }

  private static String safeEnd(String text) {
    return text.length() % 4 == 1 ? text.substring(0, text.length() - 1) : text;
  }

  @Test
  void hidesABase64TextThatIsWrapped() {
    String secret = "the quick brown fox jumps over the lazy dog, and so on and so on and so on";
    masker.add(Secret.of(secret));
    byte[] bytes =
        ("user: x\npassword: " + secret + "\nport: 1\n").getBytes(StandardCharsets.UTF_8);
    String wrapped = Base64.getMimeEncoder(20, new byte[] {'\n'}).encodeToString(bytes);
    String masked = masker.mask(wrapped);
    assertTrue(masked.length() < 60, masked);
    List<String> lines = List.of(wrapped.split("\n"));
    List<String> left = masker.maskLines(lines);
    assertEquals(lines.size(), left.size());
    assertEquals(
        masked.replace("\n", "").replace("***", ""), String.join("", left).replace("***", ""));
  }

  @Test
  void hidesWhatAShellHasQuoted() {
    masker.add(Secret.of(PASSWORD));
    assertEquals("'***'", masker.mask(Script.quote(PASSWORD)));
    String twice = Script.quote("echo " + Script.quote(PASSWORD));
    assertEquals("'echo '\\''***'\\'''", masker.mask(twice));
    assertEquals("'***'", masker.mask("'" + PASSWORD.replace("'", "'\"'\"'") + "'"));
    assertEquals("***", masker.mask("it\\'s\\ \\\"so\\\"\\ \\$ecret\\ \\&\\ \\<sure\\>/\\\\ö+1"));
    assertEquals("\"***\"", masker.mask("\"it's \\\"so\\\" \\$ecret & <sure>/\\\\ö+1\""));
  }

  @Test
  void hidesWhatJsonHasEscaped() {
    masker.add(Secret.of(PASSWORD));
    assertEquals("\"***\"", masker.mask("\"it's \\\"so\\\" $ecret & <sure>/\\\\ö+1\""));
    assertEquals("\"***\"", masker.mask("\"it's \\\"so\\\" $ecret & <sure>/\\\\\\u00f6+1\""));
    assertEquals(
        "\"***\"", masker.mask("\"it's \\\"so\\\" $ecret \\u0026 \\u003csure\\u003e/\\\\ö+1\""));
    assertEquals("\"***\"", masker.mask("\"it's \\\"so\\\" $ecret & <sure>\\/\\\\ö+1\""));
    assertEquals(
        "\"{\\\"p\\\":\\\"***\\\"}\"",
        masker.mask("\"{\\\"p\\\":\\\"it's \\\\\\\"so\\\\\\\" $ecret & <sure>/\\\\\\\\ö+1\\\"}\""));
  }

  @Test
  void hidesWhatAnAddressHasEscaped() throws IOException {
    masker.add(Secret.of(PASSWORD));
    String form = URLEncoder.encode(PASSWORD, StandardCharsets.UTF_8);
    assertEquals("p=***&x", masker.mask("p=" + form + "&x"));
    assertEquals("p=***&x", masker.mask("p=" + form.replace("+", "%20") + "&x"));
    assertEquals("p=***&x", masker.mask("p=" + form.replace("%2F", "/") + "&x"));
    assertEquals(
        "***", masker.mask("it%27s%20%22so%22%20%24ecret%20%26%20%3csure%3e%2f%5c%c3%b6%2b1"));
  }

  @Test
  void hidesWhatMarkupHasEscaped() {
    masker.add(Secret.of(PASSWORD));
    assertEquals(
        "<a>***</a>",
        masker.mask("<a>it&#39;s &quot;so&quot; $ecret &amp; &lt;sure&gt;/\\ö+1</a>"));
  }

  @Test
  void hidesASecretOfSeveralLinesAsAWholeAndLineByLine() {
    masker.add(Secret.of("-----BEGIN KEY-----\nMIIEpAIBAAK\nCAQEA5x\nfi\n-----END KEY-----\n"));
    assertEquals(
        "***\n", masker.mask("-----BEGIN KEY-----\nMIIEpAIBAAK\nCAQEA5x\nfi\n-----END KEY-----\n"));
    assertEquals("  | *** if", masker.mask("  | MIIEpAIBAAK if"));
    assertEquals("a ***", masker.mask("a CAQEA5x"));
    assertEquals(
        "\"***\"",
        masker.mask("\"-----BEGIN KEY-----\\nMIIEpAIBAAK\\nCAQEA5x\\nfi\\n-----END KEY-----\""));
    assertEquals(
        List.of("***", "***", "***", "***", "***", "end"),
        masker.maskLines(
            List.of(
                "-----BEGIN KEY-----",
                "MIIEpAIBAAK",
                "CAQEA5x",
                "fi",
                "-----END KEY-----",
                "end")));
  }

  @Test
  void shortLinesOfAFileDoNotBlankOutWords() {
    masker.add(Secret.of("if true\nthen\n  echo hunter22\ndone\n======\n"));
    assertEquals("abandoned ====== ***", masker.mask("abandoned ====== echo hunter22"));
  }

  @Test
  void hidesBytesThatAreNoText() {
    byte[] bytes = {(byte) 0xff, 0, (byte) 0x81, 3, 4, (byte) 0xfe, 7};
    masker.add(Secret.of(bytes));
    String encoded = Base64.getEncoder().encodeToString(bytes);
    assertEquals("key: ***", masker.mask("key: " + encoded));
  }

  /** A look-up per place, not a search per secret: else this would take minutes. */
  @Test
  void isQuickWithManySecretsAndMuchText() {
    Random random = new Random(1);
    List<String> secrets = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      String secret = "S" + Long.toString(random.nextLong() & Long.MAX_VALUE, 36) + "'x\"";
      secrets.add(secret);
      masker.add(Secret.of(secret));
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 200_000; i++) {
      text.append("line ").append(i).append(" of a long output, with nothing in it\n");
      if (i % 1000 == 0) text.append(secrets.get(i / 1000)).append('\n');
    }
    String masked = masker.mask(text.toString());
    for (String secret : secrets) assertFalse(masked.contains(secret), secret);
    assertEquals(200, masked.split("\\*\\*\\*", -1).length - 1);
  }
}
