package outpost.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class EverydayTest {
  private static final List<String> EVERYDAY =
      List.of(
          "-i hosts.yml site.yml",
          "site.yml -i hosts.yml --inventory a,b, other.yml",
          "-C --check -D --diff -CD site.yml",
          "-f 5 --forks +7 site.yml",
          "-l web --limit web:!web3 -e a=b --extra-vars @f.yml site.yml",
          "-t a,b --tags c --skip-tags d site.yml",
          "-b --become -u joe --user jane --private-key k site.yml",
          "-v -v --verbose site.yml",
          "");

  /** What is for picocli alone: wrong, rare, or a command. */
  private static final List<String> OTHERS =
      List.of("-ihosts.yml", "-i=x", "-i", "-f many", "-vv", "--", "-", "--help", "-f -1", "run a");

  @Test
  void isWhatPicocliMakesOfIt() throws ReflectiveOperationException {
    for (String line : EVERYDAY) {
      List<String> words = words(line);
      assertEquals(byPicocli(words), fields(Everyday.run(words).orElseThrow()), line);
    }
  }

  @Test
  void anyWordsInAnyOrderAreReadAsByPicocliOrLeftToIt() throws ReflectiveOperationException {
    List<String> all =
        new ArrayList<>(EVERYDAY.stream().flatMap(line -> words(line).stream()).toList());
    all.addAll(List.of("-vv", "--", "-x", "-", "''", "\"a b\"", "@f", "a=b", "0x1", "${x}"));
    Random random = new Random(7);
    int read = 0;
    for (int i = 0; i < 2000; i++) {
      List<String> words =
          random.ints(random.nextInt(6), 0, all.size()).mapToObj(all::get).toList();
      Optional<RunCommand> everyday = Everyday.run(words);
      if (everyday.isEmpty()) continue;
      assertEquals(byPicocli(words), fields(everyday.get()), () -> words.toString());
      read++;
    }
    assertTrue(read > 200, read + " lines were everyday ones");
  }

  @Test
  void leavesTheRestToPicocli() {
    for (String line : OTHERS) assertTrue(Everyday.run(words(line)).isEmpty(), line);
  }

  private static List<String> words(String line) {
    return line.isEmpty() ? List.of() : List.of(line.split(" "));
  }

  private static Object byPicocli(List<String> words) throws ReflectiveOperationException {
    CommandLine line = Commands.program();
    Groups.fill(line.parseArgs(words.toArray(String[]::new)));
    return fields(line.getCommand());
  }

  /** Returns what an object holds, and what the objects of ours in it hold. */
  private static Object fields(Object object) throws ReflectiveOperationException {
    if (object instanceof boolean[] flags) return Arrays.toString(flags);
    if (object instanceof Enum<?> || !object.getClass().getName().startsWith("outpost.cli.")) {
      return object;
    }
    Map<String, Object> values = new LinkedHashMap<>();
    for (Field field : object.getClass().getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers())) continue;
      field.setAccessible(true);
      values.put(field.getName(), fields(field.get(object)));
    }
    return values;
  }
}
