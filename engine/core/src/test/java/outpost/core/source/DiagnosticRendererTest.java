package outpost.core.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class DiagnosticRendererTest {
  private final Problems problems = new Problems();

  @Test
  void drawsTheTextTheMarkAndTheHintsAndCountsAtTheEnd() {
    Source source =
        new Source(
            "playbooks/cluster.yml", "\n".repeat(13) + "        servicse: [high-availability]\n");
    problems.error(
        source.span(21, 29),
        "unknown-argument",
        "firewalld has no argument `servicse`",
        "did you mean `services`?",
        "`engine doc firewalld` lists them all");
    problems.warning(source.span(0, 0), "odd", "the file begins with blank lines");
    assertEquals(
        """
        warning: the file begins with blank lines
          --> playbooks/cluster.yml:1:1
           |
         1 |
           | ^

        error: firewalld has no argument `servicse`
          --> playbooks/cluster.yml:14:9
           |
        14 |         servicse: [high-availability]
           |         ^^^^^^^^
           = did you mean `services`?
           = `engine doc firewalld` lists them all

        1 error, 1 warning
        """,
        new DiagnosticRenderer(false).render(problems.all()).replace(" 1 | \n", " 1 |\n"));
  }

  @Test
  void countsColumnsAsATerminalDoes() {
    Source source = new Source("a.yml", "\t日本: é x\u0301 y\n");
    problems.error(
        source.span(source.text().indexOf('y'), source.text().indexOf('y') + 1), "x", "here");
    assertEquals(
        """
        error: here
          --> a.yml:1:11
           |
         1 |     日本: é x\u0301 y
           |               ^

        1 error
        """,
        new DiagnosticRenderer(false).render(problems.all()));
  }

  @Test
  void whatCouldMoveTheCursorIsShownAsASign() {
    problems.error("x", "bad \u001b[2Jtext\u202e", "line one\nline two\u0007");
    assertEquals(
        """
        error: bad ␛[2Jtext\ufffd
           = line one
             line two␇

        1 error
        """,
        new DiagnosticRenderer(false).render(problems.all()));
  }

  @Test
  void coloursWhenAskedTo() {
    Source source = new Source("a.yml", "a: b");
    problems.error(source.span(3, 4), "x", "wrong", "mend it");
    assertEquals(
        """
        <1;31>error<0><1>: wrong<0>
          <1;34>--> <0>a.yml:1:4
           <1;34>|<0>
        <1;34> 1<0> <1;34>|<0> a: b
           <1;34>|<0>    <1;31>^<0>
           <1;34>=<0> mend it
        """,
        new DiagnosticRenderer(true)
            .render(problems.all().get(0))
            .replaceAll("\u001b\\[([0-9;]+)m", "<$1>"));
  }

  @Test
  void aMarkOfSeveralLinesEndsWithItsFirst() {
    Source source = new Source("a.yml", "a: |\n  b\n  c\n");
    problems.error(source.span(3, 12), "x", "wrong");
    assertEquals(
        """
        error: wrong
          --> a.yml:1:4
           |
         1 | a: |
           |    ^
        """,
        new DiagnosticRenderer(false).render(problems.all().get(0)));
  }
}
