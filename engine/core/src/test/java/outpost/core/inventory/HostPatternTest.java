package outpost.core.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import outpost.core.source.DiagnosticRenderer;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.source.Source;
import outpost.core.source.Sources;
import outpost.core.source.Span;
import outpost.core.source.Yaml;

class HostPatternTest {
  @TempDir Path folder;
  private final Problems problems = new Problems();

  private static final String FLEET =
      """
      lone.example.com
      2001:db8::5

      [web]
      web1
      web2
      web3

      [db]
      db1
      db2

      [prod]
      web1
      db1

      [empty]

      [site:children]
      web
      db
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "all ; lone.example.com 2001:db8::5 web1 db1 web2 web3 db2",
        "* ; lone.example.com 2001:db8::5 web1 db1 web2 web3 db2",
        "web ; web1 web2 web3",
        "web,db ; web1 web2 web3 db1 db2",
        "web:db ; web1 web2 web3 db1 db2",
        "db:web ; db1 db2 web1 web2 web3",
        "web:&prod ; web1",
        "&prod:web ; web1",
        "web:!prod ; web2 web3",
        "!prod,web ; web2 web3",
        "site:&prod:!web ; db1",
        "!web ; lone.example.com 2001:db8::5 db1 db2",
        "&prod ; web1 db1",
        "web1 ; web1",
        "web*:!web3 ; web1 web2",
        "web? ; web1 web2 web3",
        "web[12]* ; web1 web2",
        "web[!12]* ; web3",
        "*.example.com ; lone.example.com",
        "~(web|db)1 ; web1 db1",
        "~web[23]$ ; web2 web3",
        "~eb1 ;",
        "web[0] ; web1",
        "web[-1] ; web3",
        "web[0:1] ; web1 web2",
        "web[1:] ; web2 web3",
        "web[1:9] ; web2 web3",
        "site[0]:db[0] ; web1 db1",
        "w*[1] ; web2",
        "2001:db8::5 ; 2001:db8::5",
        "web1, ,db1, ; web1 db1",
        "localhost ; localhost",
        "127.0.0.1 ; 127.0.0.1",
        "web1:web:web2 ; web1 web2 web3",
        "ungrouped ; lone.example.com 2001:db8::5",
        "empty:web1 ; web1",
      })
  void meansItsHosts(String pattern, String hosts) throws IOException {
    List<String> selected =
        HostPattern.of(pattern, span(pattern)).select(fleet(FLEET), problems).stream()
            .map(Host::name)
            .toList();
    assertEquals(hosts == null ? List.of() : List.of(hosts.split(" ")), selected);
  }

  @Test
  void commasAloneMeanAll() throws IOException {
    assertEquals(7, HostPattern.of(",,", span(",,")).select(fleet(FLEET), problems).size());
  }

  @Test
  void aListOfPatternsIsOnePattern() throws IOException {
    Source source = new Source("play.yml", "[site, '!db', \"&prod\"]");
    Node.Sequence list = (Node.Sequence) Yaml.read(source, problems).get();
    List<Node.Scalar> parts = list.items().stream().map(Node.Scalar.class::cast).toList();
    assertEquals(
        List.of("web1"),
        HostPattern.of(parts).select(fleet(FLEET), problems).stream().map(Host::name).toList());
  }

  @Test
  void theLimitMayComeFromAFile() throws IOException {
    Files.writeString(folder.resolve("retry.txt"), "web1\n\ndb2\n");
    Sources sources = new Sources(folder);
    assertEquals(
        List.of("web1"),
        HostPattern.limit("@retry.txt,!db", sources, problems)
            .select(fleet(FLEET), problems)
            .stream()
            .map(Host::name)
            .toList());
  }

  @Test
  void namesThatMeanNothingAreToldWithTheirPlace() throws IOException {
    Source source =
        new Source("play.yml", "- hosts: wbe:!prd:web[7]:~[\n- hosts: web:!site\n- hosts: nope*\n");
    Node.Sequence plays = (Node.Sequence) Yaml.read(source, problems).get();
    for (Node play : plays.items()) {
      Node.Scalar hosts = (Node.Scalar) ((Node.Mapping) play).get("hosts").get();
      HostPattern.of(List.of(hosts)).select(fleet(FLEET), problems);
    }
    HostPattern.of("a.b", span("a.b")).select(fleet(""), problems);
    assertEquals(
        """
        error: no host or group is called `wbe`
          --> play.yml:1:10
           |
         1 | - hosts: wbe:!prd:web[7]:~[
           |          ^^^
           = did you mean `web`?

        error: no host or group is called `prd`
          --> play.yml:1:14
           |
         1 | - hosts: wbe:!prd:web[7]:~[
           |              ^^^^
           = did you mean `prod`?

        error: `web[7]` is outside the 3 hosts of `web`
          --> play.yml:1:19
           |
         1 | - hosts: wbe:!prd:web[7]:~[
           |                   ^^^^^^
           = the first one is `web[0]`

        error: `web:!site` matches no host
          --> play.yml:2:10
           |
         2 | - hosts: web:!site
           |          ^^^^^^^^^

        warning: no host or group matches `nope*`
          --> play.yml:3:10
           |
         3 | - hosts: nope*
           |          ^^^^^

        error: `nope*` matches no host
          --> play.yml:3:10
           |
         3 | - hosts: nope*
           |          ^^^^^

        error: no host or group is called `a.b`
          --> --limit:1:1
           |
         1 | a.b
           | ^^^
           = the inventory holds no hosts

        6 errors, 1 warning
        """,
        new DiagnosticRenderer(false).render(problems.all()));
  }

  /** Any pattern of names means what sets say, in whatever order its terms stand. */
  @RepeatedTest(200)
  void patternsAreSetsOfHosts(RepetitionInfo repetition) throws IOException {
    Random random = new Random(repetition.getCurrentRepetition());
    Map<String, Set<String>> groups = new TreeMap<>();
    StringBuilder ini = new StringBuilder();
    for (int g = 0; g < 4; g++) {
      Set<String> members = new LinkedHashSet<>();
      for (int h = 0; h < 8; h++) if (random.nextInt(3) == 0) members.add("h" + h);
      groups.put("g" + g, members);
      ini.append("[g").append(g).append("]\n").append(String.join("\n", members)).append("\n");
    }
    Set<String> all = new LinkedHashSet<>();
    groups.values().forEach(all::addAll);
    groups.put("all", all);
    List<String> names = new ArrayList<>(groups.keySet());
    List<String> terms = new ArrayList<>();
    Set<String> union = new LinkedHashSet<>();
    List<Set<String>> keep = new ArrayList<>();
    Set<String> drop = new LinkedHashSet<>();
    boolean anyUnion = false;
    for (int t = 0; t <= random.nextInt(5); t++) {
      String name = names.get(random.nextInt(names.size()));
      int kind = random.nextInt(3);
      terms.add(List.of("", "&", "!").get(kind) + name);
      if (kind == 0) union.addAll(groups.get(name));
      if (kind == 1) keep.add(groups.get(name));
      if (kind == 2) drop.addAll(groups.get(name));
      anyUnion |= kind == 0;
    }
    Set<String> expected = new LinkedHashSet<>(anyUnion ? union : all);
    keep.forEach(expected::retainAll);
    expected.removeAll(drop);
    Inventory inventory = fleet(ini.toString());
    for (String separator : List.of(",", ":")) {
      Collections.shuffle(terms, random);
      String pattern = String.join(separator, terms);
      Set<String> selected = new LinkedHashSet<>();
      HostPattern.of(pattern, span(pattern))
          .select(inventory, new Problems())
          .forEach(h -> selected.add(h.name()));
      assertEquals(expected, selected, pattern);
    }
  }

  private Inventory fleet(String ini) throws IOException {
    Files.writeString(folder.resolve("hosts.ini"), ini.isEmpty() ? "[none]\n" : ini);
    Problems mistakes = new Problems();
    Inventory inventory = Inventory.read(List.of("hosts.ini"), new Sources(folder), mistakes);
    assertEquals(List.of(), mistakes.all());
    return inventory;
  }

  private static Span span(String pattern) {
    return new Source("--limit", pattern).span(0, pattern.length());
  }
}
