package outpost.core.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import outpost.core.facts.FactCache;

/** Which facts a run reads, and when. */
class FactsRunTest {
  private static final String GATHERED = "Gathering facts h1 ok";

  /** Looks at a fact without naming it, so that nobody knows that it is needed. */
  private static final String PEEK = "${hostvars['h1']['ansible_' + '%s']!'unread'}";

  @TempDir Path folder;
  private Playbooks playbooks;

  @BeforeEach
  void makeFolder() {
    playbooks = new Playbooks(folder);
  }

  private List<String> run(String text) {
    List<String> told = playbooks.run(text);
    assertEquals("", playbooks.problems);
    return told.stream().filter(line -> !line.startsWith("play ")).toList();
  }

  private static String peek(String fact) {
    return PEEK.replace("%s", fact);
  }

  @Test
  void readsWhatAPlayRefersToAndNothingElse() {
    List<String> told =
        run(
            """
            - hosts: h1
              tasks:
                - {name: system, debug: {msg: "${ansible_facts.system}"}}
                - {name: memory, debug: {msg: "%s"}}
            """
                .replace("%s", peek("memory_mb")));
    assertEquals(List.of(GATHERED, "system h1 ok [Linux]", "memory h1 ok [unread]"), told);
    assertEquals(1, playbooks.counts("h1").trips());
  }

  @Test
  void readsNothingWhereNothingIsReferredTo() {
    assertEquals(
        List.of("t h1 ok [1]"),
        run(
            """
            - hosts: h1
              tasks:
                - {name: t, debug: {msg: 1}}
            """));
    assertEquals(0, playbooks.counts("h1").trips());
  }

  @Test
  void readsInALaterPlayOnlyWhatIsMissing() {
    List<String> told =
        run(
            """
            - hosts: h1
              tasks: [{name: a, debug: {msg: "${ansible_system}"}}]
            - hosts: h1
              tasks: [{name: b, debug: {msg: "${ansible_kernel?has_content} ${ansible_machine?has_content}"}}]
            - hosts: h1
              tasks: [{name: c, debug: {msg: "${ansible_fips} ${ansible_system}"}}]
            """);
    assertEquals(
        List.of(
            GATHERED, "a h1 ok [Linux]", "b h1 ok [true true]", GATHERED, "c h1 ok [false Linux]"),
        told);
    assertEquals(2, playbooks.counts("h1").trips());
  }

  @Test
  void readsEverythingAndAnewWhereItIsToldTo() {
    List<String> told =
        run(
            """
            - hosts: h1
              gather_facts: true
              tasks: [{name: a, debug: {msg: "%s"}}]
            - hosts: h1
              gather_facts: true
              tasks: []
            """
                .replace("%s", peek("system")));
    assertEquals(List.of(GATHERED, "a h1 ok [Linux]", GATHERED), told);
  }

  @Test
  void readsNothingWhereItMayNot() {
    List<String> told =
        run(
            """
            - hosts: h1
              gather_facts: false
              tasks: [{name: a, debug: {msg: "${ansible_system!'none'}"}}]
            """);
    assertEquals(List.of("a h1 ok [none]"), told);
  }

  @Test
  void readsAheadForPlaysThatMayNotReadThemselves() {
    List<String> told =
        run(
            """
            - hosts: h1
              tasks: []
            - hosts: h1
              gather_facts: false
              tasks: [{name: a, debug: {msg: "${ansible_system}"}}]
            """);
    assertEquals(List.of(GATHERED, "a h1 ok [Linux]"), told);
  }

  @Test
  void readsAheadForPlaysThatLookAtOtherHosts() {
    List<String> told =
        run(
            """
            - hosts: h1
              tasks: []
            - hosts: h2
              tasks: [{name: a, debug: {msg: "${hostvars['h1'].ansible_facts.system}"}}]
            """);
    assertEquals(List.of(GATHERED, "Gathering facts h2 ok", "a h2 ok [Linux]"), told);
  }

  @Test
  void findsReferencesInTemplatesVariablesAndFilesOfVariables() {
    playbooks
        .write("files.yml", "os: \"${ansible_system}\"\n")
        .write("Linux.yml", "kernel: \"${ansible_kernel?has_content}\"\n");
    List<String> told =
        run(
            """
            - hosts: h1
              vars: {low: "${ansible_fips}", name: "${low}"}
              vars_files: [files.yml, "${ansible_system}.yml"]
              tasks:
                - {name: a, debug: {msg: "${name} ${os} ${kernel}"}}
            """);
    assertEquals(List.of(GATHERED, "a h1 ok [false Linux true]"), told);
    assertEquals(1, playbooks.counts("h1").trips());
  }

  @Test
  void readsWhatIncludedTasksAndVariablesReferTo() {
    playbooks
        .write("more.yml", "- {name: b, debug: {msg: \"${ansible_fips}\"}}\n")
        .write("vars.yml", "who: \"${ansible_user_id?has_content}\"\n");
    List<String> told =
        run(
            """
            - hosts: h1
              tasks:
                - {name: a, set_fact: {file: more}}
                - include_tasks: "${file}.yml"
                - include_vars: vars.yml
                - {name: c, debug: {msg: "${who}"}}
            """);
    assertEquals("a h1 ok", told.get(0));
    assertTrue(told.contains(GATHERED), told.toString());
    assertTrue(told.contains("b h1 ok [false]"), told.toString());
    assertTrue(told.contains("c h1 ok [true]"), told.toString());
  }

  @Test
  void leavesOutWhatTheSubsetLeavesOutAndAddsWhatItNames() {
    List<String> told =
        run(
            """
            - hosts: h1
              gather_subset: ['!all', '!fips', memory]
              tasks:
                - {name: a, debug: {msg: "${ansible_fips!'unread'} ${ansible_system}"}}
                - {name: b, debug: {msg: "%s"}}
            """
                .replace("%s", "${(hostvars['h1']['ansible_' + 'memtotal_mb']!0) gt 0}"));
    assertEquals(List.of(GATHERED, "a h1 ok [unread Linux]", "b h1 ok [true]"), told);
  }

  @Test
  void readsTheHostsOwnFactsFromAnotherFolderAndTellsWhatIsWrongThere() {
    playbooks.write("facts/a.fact", "[s]\nk=v\n").write("facts/b.fact", "what?");
    List<String> told =
        run(
            """
            - hosts: h1
              fact_path: DIR/facts
              tasks:
                - {name: a, debug: {msg: "${ansible_local.a.s.k} ${ansible_facts.ansible_local.a.s.k}"}}
            """);
    assertEquals(
        List.of("warning: h1: fact `b` is neither JSON nor INI", GATHERED, "a h1 ok [v v]"), told);
  }

  @Test
  void readsAsTheUserAndInTheEnvironmentOfThePlay() {
    List<String> told =
        run(
            """
            - hosts: h1
              environment: {GREETING: hello}
              tasks: [{name: a, debug: {msg: "${ansible_env.GREETING}"}}]
            """);
    assertEquals(List.of(GATHERED, "a h1 ok [hello]"), told);
  }

  @ParameterizedTest
  @ValueSource(strings = {"always", "gathering"})
  void belongsToTheTagAlwaysUnlessThePlayHasTagsOfItsOwn(String skip) {
    String play =
        """
        - hosts: h1
          tags: [gathering]
          tasks: [{name: a, tags: [other], debug: {msg: "${ansible_system!'none'}"}}]
        """;
    if (skip.equals("always")) {
      playbooks.tags(List.of(), List.of("always"));
      assertEquals(List.of("a h1 ok [none]"), run(play.replace("  tags: [gathering]\n", "")));
      assertEquals(List.of(GATHERED, "a h1 ok [Linux]"), run(play));
    } else {
      playbooks.tags(List.of("other"), List.of());
      assertEquals(List.of("a h1 ok [none]"), run(play));
      assertEquals(
          List.of(GATHERED, "a h1 ok [Linux]"), run(play.replace("  tags: [gathering]\n", "")));
    }
  }

  @Test
  void readsNowWhatATaskAsksFor() {
    List<String> told =
        run(
            """
            - hosts: h1
              gather_facts: false
              tasks:
                - {name: s, setup: {gather_subset: ['!all', '!min', fips], filter: "*fip?"}, register: r}
                - {name: a, debug: {msg: "${ansible_fips} ${r.ansible_facts?keys?join(' ')}"}}
                - {name: g, gather_facts: {filter: [ansible_system, ansible_machine]}}
                - {name: b, debug: {msg: "${ansible_system} ${ansible_kernel!'unread'}"}}
            """);
    assertEquals(
        List.of("s h1 ok", "a h1 ok [false ansible_fips]", "g h1 ok", "b h1 ok [Linux unread]"),
        told);
  }

  @Test
  void givesFactsOfAnotherHostToTheOneThatAskedUnlessToldOtherwise() {
    List<String> told =
        run(
            """
            - hosts: h1
              gather_facts: false
              tasks:
                - {name: s, setup: {gather_subset: ['!all', '!min', fips]}, delegate_to: h2}
                - {name: a, debug: {msg: "${ansible_fips!'-'} ${hostvars.h2.ansible_fips!'-'}"}}
                - {name: d, setup: {gather_subset: ['!all', '!min', platform]}, delegate_to: h3, delegate_facts: true}
                - {name: b, debug: {msg: "${ansible_system!'-'} ${hostvars.h3.ansible_system!'-'}"}}
            """);
    assertEquals(
        List.of("s h1->h2 ok", "a h1 ok [false -]", "d h1->h3 ok", "b h1 ok [- Linux]"), told);
  }

  @Test
  void refusesASubsetThatThereIsNot() {
    playbooks.run(
        """
        - hosts: h1
          gather_subset: [netwrok, facter, "${'x'}"]
          tasks:
            - setup: {gather_subset: "!hardwear"}
        """);
    assertEquals(
        """
        error: `gather_subset` knows no `netwrok`
          --> play.yml:2:19
           |
         2 |   gather_subset: [netwrok, facter, "${'x'}"]
           |                   ^^^^^^^
           = did you mean `network`?

        error: `gather_subset` knows no `facter`
          --> play.yml:2:28
           |
         2 |   gather_subset: [netwrok, facter, "${'x'}"]
           |                            ^^^^^^
           = drop it: what `facter` tells of a host is not read

        error: `gather_subset` knows no `!hardwear`
          --> play.yml:4:30
           |
         4 |     - setup: {gather_subset: "!hardwear"}
           |                              ^^^^^^^^^^^
           = did you mean `!hardware`?

        3 errors
        """,
        playbooks.problems);
  }

  @Test
  void failsWhereASubsetTurnsOutToBeNone() {
    List<String> told =
        run(
            """
            - hosts: h1
              gather_facts: false
              tasks: [{name: s, setup: {gather_subset: ["${'net' + 'wrok'}"]}}]
            """);
    assertEquals(List.of("s h1 failed: `gather_subset` knows no `netwrok`"), told);
  }

  @Test
  void knowsFactsByTheirNamesAndKindsBeforeAnyHostIsAsked() {
    playbooks.run(
        """
        - hosts: h1
          tasks:
            - debug:
                msg:
                  - "${ansible_facts.distribution_vrsion}"
                  - "${ansible_default_ipv4.adress}"
                  - "${ansible_facts.eth0.macadress}"
                  - "${ansible_os_famly}"
                  - "${ansible_facts.eth0.ipv4.address} ${ansible_facts['br_lan'].mtu}"
                  - "${ansible_default_ipv6.address!'none'} ${ansible_local.web.port}"
                  - "${ansible_date_time.iso8601} ${ansible_devices.sda.partitions.sda1.size}"
                  - "${ansible_product_name} ${ansible_processor?size} ${ansible_lsb.id!}"
        """);
    assertEquals(
        """
        error: `ansible_facts.distribution_vrsion` is not defined
          --> play.yml:5:16
           |
         5 |           - "${ansible_facts.distribution_vrsion}"
           |                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
           = did you mean `distribution_version`?

        error: `ansible_default_ipv4.adress` is not defined
          --> play.yml:6:16
           |
         6 |           - "${ansible_default_ipv4.adress}"
           |                ^^^^^^^^^^^^^^^^^^^^^^^^^^^
           = did you mean `address`?

        error: `ansible_facts.eth0.macadress` is not defined
          --> play.yml:7:16
           |
         7 |           - "${ansible_facts.eth0.macadress}"
           |                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
           = did you mean `macaddress`?

        error: `ansible_os_famly` is not defined
          --> play.yml:8:16
           |
         8 |           - "${ansible_os_famly}"
           |                ^^^^^^^^^^^^^^^^
           = did you mean `ansible_os_family`?

        4 errors
        """,
        playbooks.problems);
  }

  @Test
  void keepsFactsBetweenRuns() {
    FactCache cache = cache();
    String play =
        """
        - hosts: h1
          gather_facts: true
          tasks: [{name: a, debug: {msg: "${ansible_system} ${ansible_date_time.year?length}"}}]
        """;
    playbooks.cache(cache);
    assertEquals(List.of(GATHERED, "a h1 ok [Linux 4]"), run(play));
    assertEquals(
        List.of("a h1 ok [Linux]"),
        run(
            play.replace(" ${ansible_date_time.year?length}", "")
                .replace("  gather_facts: true\n", "")));
    assertEquals(0, playbooks.counts("h1").trips());
  }

  @Test
  void keepsVariablesThatAreCacheable() {
    playbooks.cache(cache());
    run(
        """
        - hosts: h1
          tasks:
            - {name: s, set_fact: {color: blue, cacheable: yes}}
            - {name: t, set_fact: {shape: round}}
            - {name: a, debug: {msg: "${color} ${ansible_facts.color}"}}
        """);
    List<String> told =
        run(
            """
            - hosts: h1
              tasks:
                - {name: a, debug: {msg: "${color} ${ansible_facts.color} ${shape!'gone'}"}}
                - {name: b, debug: {msg: "${color}"}, vars: {color: red}}
                - {name: c, meta: clear_facts}
                - {name: d, debug: {msg: "${color!'gone'}"}}
            """);
    assertEquals(List.of("a h1 ok [blue blue gone]", "b h1 ok [red]", "d h1 ok [gone]"), told);
    assertEquals(FactCache.Kept.NOTHING, cache().read("h1", warning -> {}));
  }

  @Test
  void takesFactsThatModulesFind() {
    List<String> told =
        run(
            """
            - hosts: h1
              tasks:
                - {name: c, census: {of: "${item}"}, loop: [ox, mouse]}
                - {name: a, debug: {msg: "${census_ox} ${ansible_facts.census_mouse}"}}
            """);
    assertEquals("a h1 ok [2 5]", told.get(told.size() - 1));
  }

  @Test
  void takesFactsOfWhatIsKnownOnlyInTheRun() {
    List<String> told =
        run(
            """
            - hosts: h1
              tasks:
                - {name: s, sh: echo ox, register: r}
                - {name: c, census: {of: "${r.stdout}"}}
                - {name: a, debug: {msg: "${census_ox} ${ansible_facts.census}"}}
            """);
    assertEquals("a h1 ok [2 true]", told.get(told.size() - 1));
  }

  @Test
  void givesFactsThatAModuleFoundOnceToEveryHost() {
    List<String> told =
        run(
            """
            - hosts: all
              tasks:
                - {name: c, census: {of: ox}, run_once: true}
                - {name: a, debug: {msg: "${ansible_facts.census_ox}"}}
            """);
    assertEquals(3, told.stream().filter(line -> line.endsWith("ok [2]")).count(), told::toString);
  }

  @Test
  void findsAFactThatNoModuleGives() {
    playbooks.run(
        """
        - hosts: h1
          tasks:
            - {name: c, census: {of: ox}}
            - {name: a, debug: {msg: "${census_mouse}"}}
        """);
    assertTrue(playbooks.problems.contains("census_mouse"), playbooks.problems);
  }

  @Test
  void tellsThatTheCacheIsDamagedAndReadsAnew() throws IOException {
    playbooks.cache(cache());
    String play = "- {hosts: h1, tasks: [{name: a, debug: {msg: \"${ansible_system}\"}}]}\n";
    run(play);
    Path file;
    try (Stream<Path> files = Files.list(folder.resolve("cache"))) {
      file = files.findFirst().orElseThrow();
    }
    Files.writeString(file, "{");
    List<String> told = run(play);
    assertEquals(
        List.of(
            "warning: `" + file + "` is damaged: the facts of h1 are gathered anew",
            GATHERED,
            "a h1 ok [Linux]"),
        told);
    assertFalse(run(play).contains(GATHERED));
  }

  private FactCache cache() {
    return new FactCache(
        folder.resolve("cache"), Duration.ofHours(1), Clock.systemUTC(), s -> false);
  }
}
