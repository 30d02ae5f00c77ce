package dev.ordeal.harness;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.ordeal.targets.jvm.ParentWatchdog;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The house: a floor uses only floors under it, and the lowest two know nothing of the world. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.ordeal");

  private static final int CLASSES_MAX = 25;

  @Test
  void floorsUseOnlyFloorsBelow() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("results")
        .definedBy("dev.ordeal.results..")
        .layer("checkers")
        .definedBy("dev.ordeal.checkers..")
        .layer("workloads")
        .definedBy("dev.ordeal.workloads..")
        .layer("targets")
        .definedBy("dev.ordeal.targets..")
        .layer("nemesis")
        .definedBy("dev.ordeal.nemesis..")
        .layer("harness")
        .definedBy("dev.ordeal.harness..")
        .whereLayer("harness")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("nemesis")
        .mayOnlyBeAccessedByLayers("harness")
        .whereLayer("targets")
        .mayOnlyBeAccessedByLayers("nemesis", "harness")
        .whereLayer("workloads")
        .mayOnlyBeAccessedByLayers("targets", "nemesis", "harness")
        .whereLayer("checkers")
        .mayOnlyBeAccessedByLayers("workloads", "targets", "nemesis", "harness")
        .check(CLASSES);
  }

  @Test
  void checkersUseNothingButJavaAndResults() {
    noClasses()
        .that()
        .resideInAPackage("dev.ordeal.checkers..")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages("java..", "dev.ordeal.checkers..", "dev.ordeal.results..")
        .check(CLASSES);
  }

  @Test
  void recordsAndJudgesKnowNoNetworksOrProcesses() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.ordeal.checkers..", "dev.ordeal.results.history..", "dev.ordeal.results.verdict..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net..")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Process.class)
        .check(CLASSES);
  }

  @Test
  void brittleNodesUseNothingOfOrdeal() {
    noClasses()
        .that()
        .resideInAPackage("dev.ordeal.targets.brittle.node..")
        .should()
        .dependOnClassesThat(
            resideOutsideOfPackages("java..", "dev.ordeal.targets.brittle.node..")
                .and(not(assignableTo(ParentWatchdog.class))))
        .check(CLASSES);
  }

  @Test
  void generatorsAreFreeOfClocksAndGlobalRandomness() {
    noClasses()
        .that()
        .resideInAPackage("dev.ordeal.workloads.generator..")
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(java.util.Random.class)
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
        .check(CLASSES);
  }

  @Test
  void nothingButTheModuleOfJUnitUsesIt() {
    noClasses().should().dependOnClassesThat().resideInAPackage("org.junit..").check(CLASSES);
  }

  @Test
  void packagesAreFreeOfCycles() {
    slices().matching("dev.ordeal.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void packagesAreSmall() {
    Map<String, Integer> counts = new TreeMap<>();
    for (JavaClass one : CLASSES) {
      if (one.isTopLevelClass() && !one.getSimpleName().equals("package-info")) {
        counts.merge(one.getPackageName(), 1, Integer::sum);
      }
    }
    assertThat(counts).containsKeys("dev.ordeal.results.history", "dev.ordeal.checkers.isolation");
    counts.values().removeIf(count -> count <= CLASSES_MAX);
    assertThat(counts).as("packages with more classes than they may have").isEmpty();
  }
}
