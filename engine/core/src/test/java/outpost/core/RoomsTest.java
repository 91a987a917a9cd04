package outpost.core;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Holds the rooms of the engine: what each may see of the others, of libraries, and of threads. The
 * table is the one of ARCHITECTURE.md; whoever changes one changes the other.
 */
class RoomsTest {
  private static final String FREEMARKER = "freemarker..";
  private static final String SNAKEYAML = "org.yaml..";
  private static final String[] SSHJ = {"net.schmizz..", "com.hierynomus..", "org.bouncycastle.."};

  private static final JavaClasses CLASSES = new ClassFileImporter().importPath("target/classes");

  private static final String ROOMS =
      """
      source     |
      event      | source
      facts      | source template
      connect    |
      vault      | source
      language   | source
      inventory  | source
      template   | source
      catalog    | source template
      schedule   | language inventory
      program    | source language inventory template catalog schedule facts connect event
      run        | source language inventory template catalog schedule facts connect event program
      """;

  @ParameterizedTest(name = "{0} sees {1}")
  @CsvSource(delimiter = '|', textBlock = ROOMS)
  void aRoomSeesOnlyTheRoomsItMay(String room, String seen) {
    List<String> packages =
        Stream.concat(
                Stream.of(
                    "java..", "javax..", "jdk..", "outpost.api..", "outpost.core." + room + ".."),
                Stream.of(SNAKEYAML, FREEMARKER, SSHJ[0], SSHJ[1], SSHJ[2], "org.slf4j.."))
            .collect(Collectors.toList());
    if (seen != null)
      for (String other : seen.split(" ")) packages.add("outpost.core." + other + "..");
    classes()
        .that()
        .resideInAPackage("outpost.core." + room + "..")
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(packages.toArray(String[]::new)))
        .check(CLASSES);
  }

  @Test
  void everyClassIsInARoom() {
    TreeSet<String> inTable =
        ROOMS
            .lines()
            .map(line -> line.split("\\|")[0].strip())
            .collect(Collectors.toCollection(TreeSet::new));
    TreeSet<String> found =
        CLASSES.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> name.startsWith("outpost.core"))
            .map(name -> name.replaceFirst("^outpost\\.core\\.?", "").split("\\.")[0])
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(inTable, found);
  }

  @Test
  void roomsDoNotGoRoundInCircles() {
    slices().matching("outpost.core.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  /** The functions from_yaml and to_yaml work on values in expressions, which have no place. */
  @Test
  void onlySourceReadsYaml() {
    noClasses()
        .that()
        .resideOutsideOfPackage("outpost.core.source..")
        .and()
        .doNotHaveSimpleName("YamlText")
        .should()
        .dependOnClassesThat(resideInAPackage(SNAKEYAML))
        .check(CLASSES);
  }

  @Test
  void onlyTemplateKnowsFreeMarker() {
    noClasses()
        .that()
        .resideOutsideOfPackages("outpost.core.template..", FREEMARKER)
        .should()
        .dependOnClassesThat(resideInAPackage(FREEMARKER))
        .check(CLASSES);
  }

  @Test
  void onlyConnectSshSpeaksSsh() {
    noClasses()
        .that()
        .resideOutsideOfPackage("outpost.core.connect.ssh..")
        .should()
        .dependOnClassesThat(resideInAnyPackage(SSHJ))
        .check(CLASSES);
  }

  @Test
  void connectionsKnowNothingOfEachOthersWays() {
    noClasses()
        .that()
        .resideInAPackage("outpost.core.connect")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("outpost.core.connect.ssh..", "outpost.core.connect.local.."))
        .check(CLASSES);
  }

  @Test
  void onlyRunAndConnectHaveThreads() {
    noClasses()
        .that()
        .resideOutsideOfPackages("outpost.core.run..", "outpost.core.connect..")
        .should()
        .callConstructor(Thread.class)
        .orShould()
        .callConstructor(Thread.class, Runnable.class)
        .orShould()
        .callConstructor(Thread.class, Runnable.class, String.class)
        .orShould()
        .dependOnClassesThat(
            new DescribedPredicate<>("make threads") {
              @Override
              public boolean test(JavaClass type) {
                return List.of(
                        "java.util.concurrent.ExecutorService",
                        "java.util.concurrent.Executors",
                        "java.util.concurrent.ForkJoinPool",
                        "java.util.concurrent.CompletableFuture",
                        "java.util.Timer")
                    .contains(type.getName());
              }
            })
        .check(CLASSES);
  }
}
