package outpost.core.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.LocalFile;
import outpost.api.Rendered;
import outpost.api.Secret;
import outpost.api.Shared;
import outpost.core.source.Problems;
import outpost.core.source.Source;
import outpost.core.source.Span;
import outpost.core.source.Yaml;

class ArgsReaderTest {
  enum State {
    PRESENT,
    HALF_OPEN
  }

  record Node(
      @Arg(value = "Its name.", freeForm = true) String name,
      @Arg("Its port.") Optional<Integer> port) {}

  record Args(
      @Arg(value = "The name.", alias = "pkg") String name,
      @Arg("On or off.") Optional<Boolean> enabled,
      @Arg(value = "State.", def = "present") State state,
      @Arg(value = "Ports.", def = "[]") List<String> ports,
      @Arg(value = "Nodes.", def = "[]") List<Node> nodes,
      @Arg(value = "Variables.", def = "{}") Map<String, String> env,
      @Arg(value = "How long.", def = "60s") Duration within,
      @Arg("A password.") Optional<Secret> password,
      @Arg("Mode.") Optional<String> mode) {
    public Args {
      if (name.startsWith("-")) throw new BadArg("name", "`" + name + "` is no name", "drop the -");
    }
  }

  record Owned(
      @Arg("Whose it is.") Optional<String> owner,
      @Arg(value = "Its permissions.", def = "0644") String mode) {
    public Owned {
      if (mode.isEmpty()) throw new BadArg("mode", "no mode", "write one");
    }
  }

  record Sharing(
      @Arg("The path.") String path,
      @Shared Owned owned,
      @Arg(value = "Whether it is kept.", def = "no") boolean backup) {}

  record Fragments(
      @Arg(value = "The folder.", unless = "remote_src") LocalFile src,
      @Arg(value = "Whether it is on the host.", def = "yes") boolean remoteSrc) {}

  private static final Resolver NO_FILES =
      new Resolver() {
        @Override
        public Optional<LocalFile> file(String written, Span span, Problems problems) {
          return Optional.of(new LocalFile(written, Path.of(written)));
        }

        @Override
        public Optional<Rendered> template(String written, Span span, Problems problems) {
          return Optional.empty();
        }
      };

  private final Problems problems = new Problems();

  private Optional<Args> read(String yaml) {
    return read(Args.class, yaml);
  }

  private <A extends Record> Optional<A> read(Class<A> type, String yaml) {
    var node = Yaml.read(new Source("t.yml", yaml), problems).orElseThrow();
    return new ArgsReader("thing", NO_FILES, problems).read(type, Given.of(node));
  }

  private List<String> messages() {
    return problems.all().stream()
        .map(
            d ->
                d.span().orElseThrow().line()
                    + ":"
                    + d.span().orElseThrow().column()
                    + " "
                    + d.problem().message()
                    + d.problem().hints())
        .toList();
  }

  @Test
  void givesDefaultsToWhatIsNotSaid() {
    assertEquals(
        new Args(
            "a",
            Optional.empty(),
            State.PRESENT,
            List.of(),
            List.of(),
            Map.of(),
            Duration.ofSeconds(60),
            Optional.empty(),
            Optional.empty()),
        read("name: a").orElseThrow());
  }

  @Test
  void letsTheTypeOfTheArgumentDecideWhatTextMeans() {
    Args args =
        read("""
        pkg: no
        enabled: yes
        mode: 0644
        ports: 3121/tcp, 2224/tcp
        nodes: [n1, {name: n2, port: 3122}]
        env: {A: 010}
        within: 2m
        state: half-open
        password: 0123
        """)
            .orElseThrow();
    assertEquals("no", args.name());
    assertEquals(Optional.of(true), args.enabled());
    assertEquals(Optional.of("0644"), args.mode());
    assertEquals(List.of("3121/tcp", "2224/tcp"), args.ports());
    assertEquals(
        List.of(new Node("n1", Optional.empty()), new Node("n2", Optional.of(3122))), args.nodes());
    assertEquals(Map.of("A", "010"), args.env());
    assertEquals(Duration.ofMinutes(2), args.within());
    assertEquals(State.HALF_OPEN, args.state());
    assertEquals("0123", args.password().orElseThrow().revealText());
  }

  @Test
  void takesArgumentsThatModulesShareBesideTheirOwn() {
    assertEquals(
        new Sharing("/etc/motd", new Owned(Optional.of("root"), "0644"), true),
        read(Sharing.class, "{path: /etc/motd, backup: yes, owner: root}").orElseThrow());
    assertEquals(
        List.of("path", "owner", "mode", "backup"),
        ArgSpec.of(Sharing.class).stream().map(ArgSpec::name).toList());
  }

  @Test
  void tellsWhatIsWrongWithASharedArgumentAtItsPlace() {
    assertTrue(read(Sharing.class, "{path: /etc/motd, mode: ''}").isEmpty());
    assertEquals(List.of("1:25 no mode[write one]"), messages());
  }

  @Test
  void tellsEverythingThatIsWrongAtItsPlace() {
    assertTrue(
        read("""
        nam: a
        enabled: maybe
        state: presnt
        nodes: [{name: n, port: x}]
        within: soon
        """)
            .isEmpty());
    assertEquals(
        List.of(
            "1:1 `thing` has no argument `nam`[did you mean `name`?]",
            "1:1 `thing` needs `name`[The name]",
            "2:10 `enabled` takes yes or no, not `maybe`[]",
            "3:8 `state` cannot be `presnt`[did you mean `present`?]",
            "4:25 `port` takes a whole number, not `x`[]",
            "5:9 `within` takes a time such as 60s, 2m or 1h, not `soon`[]"),
        messages());
  }

  @Test
  void refusesTheSameArgumentUnderTwoNames() {
    read("name: a\npkg: b");
    assertEquals(
        List.of("2:1 `pkg` and `name` are the same argument[keep one of them]"), messages());
  }

  @Test
  void placesWhatTheRecordItselfRefuses() {
    read("enabled: yes\nname: -x");
    assertEquals(List.of("2:7 `-x` is no name[drop the -]"), messages());
  }

  @Test
  void refusesToShowASecretInAPlainArgument() {
    Span span = new Span(new Source("t.yml", "x"), 0, 1);
    Given given = Given.of(span, Map.of("name", Secret.of("hunter2")));
    new ArgsReader("thing", NO_FILES, problems).read(Args.class, given);
    assertEquals(
        List.of(
            "1:1 `name` would show a secret: it takes text"
                + "[where others on the host may see it, hand it over with `?reveal`]"),
        messages());
  }

  @Test
  void takesASecretNumberForANumberOnly() {
    Span span = new Span(new Source("t.yml", "x"), 0, 1);
    Given given =
        Given.of(span, Map.of("name", Secret.ofNumber("7"), "within", Secret.ofNumber("90")));
    new ArgsReader("thing", NO_FILES, problems).read(Args.class, given);
    assertEquals(1, messages().size(), messages().toString());
    Given fine = Given.of(span, Map.of("name", "x", "within", Secret.ofNumber("90")));
    Args args = new ArgsReader("thing", NO_FILES, problems).read(Args.class, fine).orElseThrow();
    assertEquals(Duration.ofSeconds(90), args.within());
  }

  @Test
  void putsOffWhatIsNotKnownYet() {
    Span span = new Span(new Source("t.yml", "x"), 0, 1);
    Given given =
        new Given.Fields(span, List.of(new Given.Field(span, "name", new Given.Unknown(span))));
    ArgsReader reader = new ArgsReader("thing", NO_FILES, problems);
    assertTrue(reader.read(Args.class, given).isEmpty());
    assertTrue(reader.deferred());
    assertEquals(List.of(), messages());
  }

  @Test
  void looksForNoFileThatIsOnTheHostByDefault() {
    Resolver here =
        new Resolver() {
          @Override
          public Optional<LocalFile> file(String written, Span span, Problems problems) {
            return Optional.of(new LocalFile(written, Path.of("here", written)));
          }

          @Override
          public Optional<Rendered> template(String written, Span span, Problems problems) {
            return Optional.empty();
          }
        };
    assertEquals(Path.of("/d"), fragments(here, Map.of("src", "/d")));
    assertEquals(Path.of("here/d"), fragments(here, Map.of("src", "d", "remote_src", "no")));
  }

  private Path fragments(Resolver resolver, Map<String, Object> args) {
    Given given = Given.of(new Span(new Source("t.yml", "x"), 0, 1), args);
    return new ArgsReader("thing", resolver, problems)
        .read(Fragments.class, given)
        .orElseThrow()
        .src()
        .path();
  }
}
