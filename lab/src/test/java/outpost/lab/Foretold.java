package outpost.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import outpost.modules.cluster.Configuration;

/**
 * What a run without a fault tells of the cluster, in its diffs and in what it foretells, held
 * against what came of it.
 */
final class Foretold {
  private static final Pattern MOVE = Pattern.compile("(\\S+) moves from (\\S+) to (\\S+)");

  private final Lab lab;
  private final List<Recorder> recorders;
  private final List<String> before;

  /** Remembers what is configured, and watches what runs. */
  Foretold(Lab lab, Recorder... recorders) {
    this.lab = lab;
    this.recorders = List.of(recorders);
    this.recorders.forEach(Recorder::forget);
    this.before = configuration();
  }

  /** The run with these arguments ends well, and all came as it told; returns its events. */
  Events comesTrue(String... arguments) {
    Result run =
        lab.engine(
            Stream.concat(Stream.of(arguments), Stream.of("--diff", "--output", "jsonl"))
                .toArray(String[]::new));
    assertEquals(0, run.status(), run::all);
    Events told = Events.of(run);
    List<String> expected = new ArrayList<>(before);
    diffs(told)
        .forEach(
            diff -> {
              lines(diff, "before").forEach(expected::remove);
              lines(diff, "after").forEach(expected::add);
            });
    assertEquals(expected.stream().sorted().toList(), configuration(), run::all);
    Set<String> foretold = foretold(told);
    Host.await(60, foretold + ", not " + moved(), () -> foretold.equals(moved()));
    return told;
  }

  private List<String> configuration() {
    return Configuration.lines(lab.clusterSays("cibadmin --query")).stream().sorted().toList();
  }

  private static Stream<JsonNode> diffs(Events told) {
    return told.results()
        .filter(result -> result.path("status").asText().equals("changed"))
        .flatMap(result -> stream(result.path("diffs")))
        .filter(diff -> diff.path("name").asText().equals("cluster configuration"));
  }

  private static Stream<String> lines(JsonNode diff, String side) {
    return diff.path(side).asText().lines().filter(Configuration::lasts);
  }

  private static Set<String> foretold(Events told) {
    Set<String> moves = new TreeSet<>();
    told.results()
        .flatMap(result -> stream(result.path("notes")))
        .forEach(
            note ->
                MOVE.matcher(note.asText())
                    .results()
                    .map(m -> m.group(1) + ": " + host(m.group(2)) + " -> " + host(m.group(3)))
                    .forEach(moves::add));
    return moves;
  }

  private static String host(String node) {
    return node.replaceFirst("^" + GuestNodes.NODE, "");
  }

  /** By what the resources themselves wrote down. */
  private Set<String> moved() {
    Set<String> moves = new TreeSet<>();
    for (Recorder recorder : recorders) {
      recorder.moves().forEach(move -> moves.add(recorder.id() + ": " + move));
    }
    return moves;
  }

  private static Stream<JsonNode> stream(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }
}
