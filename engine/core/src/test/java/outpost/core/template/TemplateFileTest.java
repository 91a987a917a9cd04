package outpost.core.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import outpost.core.source.Problems;

class TemplateFileTest {
  @TempDir private Path parent;
  private Path root;

  @BeforeEach
  void makeFolder() throws IOException {
    root = Files.createDirectories(parent.resolve("templates"));
  }

  private Path write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  /** Returns the text, or what is wrong. */
  private String rendered(String text) throws IOException {
    Path file = write("main.ftl", text);
    Templates templates = new Templates(new ControlNode(java.util.Map.of()));
    try {
      return templates.render(file, Scope.of(ExpressionsTest.data()), List.of(root)).text();
    } catch (EvaluationFailed e) {
      return Try.told(e.span(), e.problem());
    }
  }

  @Test
  void tellsTheSameMistakeEachTimeItIsRead() throws IOException {
    Path file = write("main.ftl", "hello ${x\n");
    Templates templates = new Templates(new ControlNode(java.util.Map.of()));
    Problems first = new Problems();
    Problems second = new Problems();
    assertTrue(templates.file(file, List.of(root), first).isEmpty());
    assertTrue(templates.file(file, List.of(root), second).isEmpty());
    assertTrue(first.all().get(0).span().isPresent());
    assertEquals(first.all(), second.all());
  }

  /** Returns what is wrong with a file, a line each. */
  private String mistakes(String name, String text) throws IOException {
    Problems problems = new Problems();
    new Templates(new ControlNode(java.util.Map.of()))
        .file(write(name, text), List.of(root), problems);
    return Try.told(problems);
  }

  @Test
  void tellsJinjaThatWouldBeInstalledAsItIs() throws IOException {
    String text = "{# mine #}\n{% for u in users %}\n{{ u.name | upper }}\n{% endfor %}\n";
    String told = mistakes("a.j2", text);
    assertTrue(told.contains("2:1-21 `{% %}` is Jinja2 (write `<#list users as u>`"), told);
    assertTrue(told.contains("3:1-21 `{{ }}` is Jinja2 (write `${u.name?upper}`"), told);
    assertTrue(told.contains("4:1-13 `{% %}` is Jinja2 (write `</#list>`"), told);
    assertTrue(told.contains("1:1-11 `{# #}` is Jinja2 (write `<#-- mine -->`"), told);
    assertTrue(mistakes("b.conf", "x = {{ x }}\n").contains("(write `${x}`"));
    assertTrue(mistakes("c.j2", "${x} {{ x }}\n").contains("1:6-13 `{{ }}` is Jinja2"));
  }

  @Test
  void takesBracesOfOtherLanguagesAsText() throws IOException {
    assertEquals("", mistakes("a.conf", "{{ .Name }} {{ $labels.instance }}\n"));
    assertEquals("", mistakes("b.conf", "${x} {{ name }}\n"));
    assertEquals("", mistakes("c.j2", "<#noparse>{{ x }}</#noparse>${'{{ x }}'}\n"));
    assertEquals("", mistakes("d.conf", "f{{x}}\n"));
  }

  @Test
  void rendersDirectivesAndIncludesRelativeToTheFile() throws IOException {
    write("sub/part.ftl", "<#include \"leaf.ftl\">");
    write("sub/leaf.ftl", "os ${facts.os_family}\n");
    String text =
        "<#list users as u>\n${u?counter} ${u.name}\n</#list>\n<#include \"sub/part.ftl\">";
    assertEquals("1 bob\n2 eve\nos RedHat\n", rendered(text));
  }

  @Test
  void printsNumbersAsWrittenAndKeepsOtherSyntaxAsText() throws IOException {
    assertEquals(
        "8.10 0644 v5 #{n} [=n] {{ x }}", rendered("${version} ${mode} ${lazy} #{n} [=n] {{ x }}"));
  }

  @Test
  void callsFunctionsByName() throws IOException {
    assertEquals(
        "80-443 eve BOB b true",
        rendered(
            "${join(ports, '-')} <#list users as u><#if default(u.on, false)?string == 'false'>"
                + "${u.name}</#if></#list> ${upper(users[0].name)} ${basename('/a/b')}"
                + " ${now() > 5}"));
    assertEquals(
        "1:13-18 there is no hash `md6` (there are md5, sha1, sha224, sha256, sha384, sha512)",
        rendered("${hash('x', 'md6')}"));
  }

  @Test
  void itsOwnFunctionsGoBeforeOurs() throws IOException {
    write("lib.ftl", "<#function upper x><#return 'lib ' + x></#function>");
    assertEquals(
        "mine a lib a",
        rendered(
            "<#function lower x><#return 'mine ' + x></#function><#include 'lib.ftl'>"
                + "${lower('a')} ${upper('a')}"));
  }

  @Test
  void functionsHideNoVariablesAndAnswerForNone() throws IOException {
    assertEquals("8.10 none", rendered("${version} ${first!'none'}"));
  }

  @Test
  void tellsWhetherASecretWentIntoIt() throws IOException {
    Path file = write("secret.ftl", "a ${pw} b ${'x' + pw}");
    RenderedText text = Try.TEMPLATES.render(file, Scope.of(ExpressionsTest.data()), List.of(root));
    assertTrue(text.secret());
    assertEquals("a s3cret b xs3cret", text.text());
    assertFalse(text.toString().contains("s3cret"));
    Path open = write("open.ftl", "a ${n}");
    assertFalse(Try.TEMPLATES.render(open, Scope.of(ExpressionsTest.data()), List.of()).secret());
  }

  @Test
  void saysWhatFailsAndWhere() throws IOException {
    assertEquals(
        "2:3-9 `u.nmae` is not defined (did you mean `name`?)",
        rendered("<#list users as u>\n${u.nmae}\n</#list>"));
    assertEquals(
        "1:6-11 `users` is a list, but text is needed here (write `users?join(', ')` or"
            + " `users?to_json`)",
        rendered("ab ${users}"));
    assertEquals(
        "1:6-7 a condition must be true or false; `n` is a number 5 (write `n != 0`)",
        rendered("<#if n>x</#if>"));
    assertEquals(
        "1:12-17 there is no hash `foo` (there are md5, sha1, sha224, sha256, sha384, sha512)",
        rendered("${\"x\"?hash('foo')}"));
    assertEquals(
        "1:3-9 `nosuch` is not defined (if it may be missing give a default: `nosuch!'…'`; `broken`"
            + " at "
            + root.resolve("main.ftl")
            + ":1:3 needs it)",
        rendered("${broken}"));
    assertEquals(
        "2:3-7 `PATH` is not defined (for the shell's own variable write `$PATH` or"
            + " `${r'${PATH}'}`)",
        rendered("a\n${PATH}"));
    assertEquals("1:1-2 the template stops: no", rendered("<#stop \"no\">"));
  }

  @Test
  void saysThatATagEndsAtTheFirstSign() throws IOException {
    assertEquals(
        "1:6-7 a condition must be true or false; `n` is a number 5"
            + " (`>` ends the tag: write `(n > 3)` or `n gt 3`)",
        rendered("<#if n > 3>x</#if>"));
    assertEquals(
        "1:14-15 a condition must be true or false; `n` is a number 5"
            + " (`>` ends the tag: write `(n >= 3 && flag)` or `n gte 3 && flag`)",
        rendered("<#if flag && n >= 3 && flag>x</#if>"));
    assertEquals("x", rendered("<#if (n > 3)>x</#if>"));
  }

  @Test
  void saysWhatDoesNotParse() throws IOException {
    assertEquals(
        "1:2-7 there is no directive `<#lst>` (did you mean `<#list>`?)",
        rendered("<#lst users as u>"));
    assertEquals(
        "2:2-3 the file ends, but `<#list>` is not closed (add `</#list>`)",
        rendered("<#list users as u>\n a"));
    assertEquals("1:5-10 there is no `?uniqe` (did you mean `?unique`?)", rendered("${n?uniqe}"));
    assertEquals(
        "1:5-6 `|` is not an operator here (filters are built-ins, `x?name(…)`; for \"or\" write `||`)",
        rendered("${n | flag}"));
  }

  @Test
  void seesNoFileOutsideOfItsFolders() throws IOException {
    Files.writeString(parent.resolve("outside.ftl"), "secret");
    assertTrue(rendered("<#include \"../outside.ftl\">").startsWith("1:1-2 there is no template"));
    assertTrue(rendered("<#include \"/../outside.ftl\">").startsWith("1:1-2 "));
    assertTrue(rendered("<#include \"" + parent + "/outside.ftl\">").startsWith("1:1-2 "));
    Files.createSymbolicLink(root.resolve("link.ftl"), parent.resolve("outside.ftl"));
    assertEquals(
        "1:1-2 this leads out of the folder of templates", rendered("<#include \"link.ftl\">"));
  }

  @Test
  void cannotReachBeyondTheData() throws IOException {
    for (String text :
        List.of(
            "${n?new()}",
            "${'1'?eval}",
            "${'1'?interpret}",
            "${n?api}",
            "${.data_model}",
            "<#ftl output_format=\"HTML\">",
            "<#outputformat \"HTML\">x</#outputformat>",
            "<#assign x>${pw}</#assign>")) {
      String told = rendered(text);
      assertTrue(told.matches("(?s)1:\\d+-\\d+ .*"), text + ": " + told);
    }
  }

  @Test
  void endsWhatHasNoEnd() throws IOException {
    assertEquals(
        "1:1-1 a macro or include calls itself without end",
        rendered("<#macro m>x<@m/></#macro><@m/>"));
    assertEquals(
        "1:1-1 the text has more than 64 million characters",
        rendered("<#list 1.. as i>" + "x".repeat(100_000) + "</#list>"));
    assertEquals(
        "1:1-2 a range or text here has more than a million parts",
        rendered("<#list 1..1000000000 as i>x</#list>"));
    assertEquals(
        "1:1-1 something in it comes to more than fits into memory",
        rendered("<#assign n = '1e2000000000'?float>"));
  }

  @Test
  void namesTheVariablesOfAllItsFiles() throws IOException {
    write("part.ftl", "${ansible_facts.kernel}");
    Path file =
        write(
            "main.ftl",
            "<#assign a = b><#list users as u>${u.x} ${a} ${c.d.e}</#list><#include \"part.ftl\">"
                + "<#macro m p>${p} ${q}</#macro><@m p=z/>");
    TemplateFile template = Try.TEMPLATES.file(file, List.of(root), new Problems()).orElseThrow();
    assertEquals(
        Set.of("b", "users", "c.d", "ansible_facts.kernel", "q", "z"), template.variables());
  }

  private String checked(String text) throws IOException {
    Path file = write("check.ftl", text);
    Problems problems = new Problems();
    new Templates(Lookups.none())
        .file(file, List.of(root), problems)
        .ifPresent(t -> t.check(Scope.of(ExpressionsTest.data()), problems, true));
    return Try.told(problems).replaceAll(" \\([^)]*\\)", "");
  }

  @Test
  void isJudgedExpressionByExpressionWhenSomethingIsUnknown() throws IOException {
    assertEquals("", checked("${result.stdout} <#list users as u>${u.name} ${u?index}</#list>"));
    assertEquals("1:20-24 `prot` is not defined", checked("${result.stdout} ${prot}"));
    assertEquals(
        "warning 1:37-41 `prot` is not defined",
        checked("${later}<#if flag && later.x == 1>${prot}</#if>"));
    assertEquals("", checked("<#macro m p>${p.mem} ${later}</#macro><@m p=facts/>"));
  }

  @Test
  void aFileThatIsNoTextIsRefused() throws IOException {
    Path file = root.resolve("bytes.ftl");
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertThrows(
        EvaluationFailed.class,
        () -> Try.TEMPLATES.render(file, Scope.of(java.util.Map.of()), List.of()));
  }
}
