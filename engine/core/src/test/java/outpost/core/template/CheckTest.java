package outpost.core.template;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import outpost.core.source.Problems;

/** What is told before the run, when some values are not known yet. */
class CheckTest {

  private static Scope scope() {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("rc", Unknown.NUM);
    result.put("stdout", Unknown.STR);
    result.put("changed", Unknown.BOOL);
    result.put("stdout_lines", new Unknown.Seq(Unknown.STR));
    result.put("items", new Unknown.Seq(new Unknown.Rec(Map.of("name", Unknown.STR))));
    result.put("maybe", Unknown.ANY);
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("r", new Unknown.Rec(result));
    data.put("facts", new Unknown.Open(Unknown.STR));
    data.put("later", Unknown.ANY);
    data.put("flag", true);
    data.put("n", 5);
    data.put("name", "web");
    data.put("users", List.of(Map.of("name", "bob"), Map.of("name", "eve", "on", true)));
    data.put("lazy", Try.compile("${r.stdout} x"));
    data.put("broken", Try.compile("${nosuch}"));
    return Scope.of(data);
  }

  private static String checked(String text) {
    Problems problems = new Problems();
    Try.compile(text).check(scope(), problems, true);
    return Try.told(problems).replaceAll(" \\(.*?\\)$", "");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '^',
      delimiter = ';',
      textBlock =
          """
          r.rc
          r.rc == 0
          r.stdout + 'x'
          r.stdout?trim
          r.stdout?split(',')?first
          r.stdout?b64decode?from_json.a.b
          r.changed && flag
          r.stdout_lines?size gt 1
          r.stdout_lines[0]
          r.items?map(i -> i.name)?join(',')
          r.items?filter(i -> i.name == 'x')?size == 0
          r.maybe
          r.maybe!'x'
          r.maybe.deeper.still
          (r.maybe.x)!'d'
          later.x.y
          later?size
          later?map(x -> x.y)?join(',')
          facts.any
          facts.any == 'x'
          facts.any?upper_case
          lazy
          lazy?trim
          broken!'x'
          r.changed?then('a', 'b')
          (r.rc == 0)?then(name, 'x')
          later?or_else(name)
          n == 5 && r.changed
          flag || nosuch
          flag?then(1, nosuch)
          nosuch?? && nosuch.x
          r.stdout?is_string
          r?keys?join(',')
          users?filter(u -> u.name == r.stdout)?map(u -> u.name)?join(',')
          {'a': r.stdout}.a
          [r.rc, 1]?max
          "${r.stdout} and ${name}"
          r.stdout?regex_search('a(b)', 1)!'none'
          r.stdout?version('8', '>=')
          r.rc?is_in([0, 1])
          later?type_debug == 'x'
          r.stdout_lines?unique?sort?join(' ')
          hello?has_content && r.changed
          """)
  void raisesNoFalseAlarm(String expression) {
    assertEquals("", checked("${" + expression + "}"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '^',
      delimiter = '@',
      textBlock =
          """
          nosuch @ 1:3-9 `nosuch` is not defined
          r.rcc @ 1:3-8 `r.rcc` is not defined
          r.rc == "0" @ 1:3-14 `r.rc` is a number, `"0"` is a string: they cannot be compared
          r.stdout.lines @ 1:3-17 there is no `lines` in `r.stdout`: it is a string
          r.rc && flag @ 1:3-7 a condition must be true or false; `r.rc` is a number
          r.stdout == nosuch @ 1:15-21 `nosuch` is not defined
          later.x == nosuch @ 1:14-20 `nosuch` is not defined
          later.x + nosuch @ 1:13-19 `nosuch` is not defined
          r.stdout?replace('a', nosuch) @ 1:25-31 `nosuch` is not defined
          r.items?map(i -> i.nme)?join(',') @ warning 1:20-25 `i.nme` is not defined
          r.stdout_lines?map(l -> l.x)?join(',') @ warning 1:27-30 there is no `x` in `l`: it is a string
          users?filter(u -> u.nme == r.stdout)?size @ 1:21-26 `u.nme` is not defined
          users?filter(u -> u.on == r.changed)?size @ 1:21-25 `u.on` is not defined
          r.changed?then(nosuch, 1) @ warning 1:18-24 `nosuch` is not defined
          flag?then(later == nosuch, 1) @ 1:22-28 `nosuch` is not defined
          later!nosuch @ warning 1:9-15 `nosuch` is not defined
          r.changed || nosuch @ warning 1:16-22 `nosuch` is not defined
          r.changed && nosuch @ warning 1:16-22 `nosuch` is not defined
          nosuch && r.changed @ 1:3-9 `nosuch` is not defined
          r.stdout?b64decode.x @ 1:3-23 there is no `x` in `r.stdout?b64decode`: it is a string
          r.stdout?has('x') == 1 @ 1:3-25 `r.stdout?has('x')` is a boolean, `1` is a number: they cannot be compared
          "a ${nosuch} ${later}" @ 1:8-14 `nosuch` is not defined
          [later, nosuch]?size @ 1:11-17 `nosuch` is not defined
          broken @ 1:3-9 `nosuch` is not defined
          later[nosuch] @ 1:9-15 `nosuch` is not defined
          r.stdout_lines.x @ 1:3-19 there is no `x` in `r.stdout_lines`: it is a list
          r.rc?combine({}) @ 1:3-7 `?combine` takes a list or a map here, not a number
          (later.x)!name.z @ warning 1:13-19 there is no `z` in `name`: it is a string "web"
          """)
  void findsWhatIsSurelyOrPerhapsWrong(String expression, String told) {
    assertEquals(told, checked("${" + expression + "}"));
  }

  @Test
  void anUnknownListInATextIsAMistakeAlready() {
    assertEquals("1:5-19 `r.stdout_lines` is a list, not text", checked("a ${r.stdout_lines}"));
    assertEquals("", checked("a ${r.stdout}"));
  }

  @Test
  void whatIsPerhapsReachedIsToldAsWarnings() {
    Problems problems = new Problems();
    Try.compile("${nosuch}").check(scope(), problems, false);
    assertEquals(
        "warning 1:3-9 `nosuch` is not defined", Try.told(problems).replaceAll(" \\(.*", ""));
  }

  private static Optional<Boolean> condition(String text, Problems problems) {
    Problems reading = new Problems();
    Condition condition = Try.TEMPLATES.condition(Try.plain(text), reading);
    assertEquals("", Try.told(reading));
    return condition.check(scope(), problems, true);
  }

  @Test
  void aConditionTellsWhatItComesToAsFarAsThatIsKnown() {
    Problems problems = new Problems();
    assertEquals(Optional.of(true), condition("flag", problems));
    assertEquals(Optional.of(false), condition("r.changed && n == 6", problems));
    assertEquals(Optional.of(true), condition("later.x || flag", problems));
    assertEquals(Optional.empty(), condition("r.changed", problems));
    assertEquals("", Try.told(problems));
    condition("r.rc", problems);
    assertEquals(
        "1:1-5 a condition must be true or false; `r.rc` is a number (write `r.rc != 0`)",
        Try.told(problems));
  }
}
