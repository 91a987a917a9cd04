package outpost.core.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import outpost.core.connect.Reply;

/** What is told of a script that failed, in a sentence. */
class ScriptFailedTest {

  @Test
  void theLastLineIsTheReason() {
    assertEquals("no such user", told("warning: slow\nno such user\n\n"));
  }

  @Test
  void aMarkBelowAPlaceIsNotTheReason() {
    assertEquals(
        ">>> /x: syntax error near line 1 <<<",
        told(">>> /x: syntax error near line 1 <<<\n  foo bar\n      ^\n"));
  }

  @Test
  void whereNothingWasSaidTheStatusIs() {
    assertEquals("exit status 3", told(" \n"));
  }

  private static String told(String error) {
    Reply reply = new Reply(Reply.Fate.DONE, 3, new byte[0], error.getBytes());
    return ScriptFailed.of("x", reply).getMessage();
  }
}
