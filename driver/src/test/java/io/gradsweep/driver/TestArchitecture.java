package io.gradsweep.driver;

import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethod;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.library.Architectures;
import io.gradsweep.workers.run.JvmDefaults;
import java.io.ObjectInputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rules that the build cannot enforce, since they concern the inside of a module. */
class TestArchitecture {

  private static final JavaClasses CLASSES = OwnClasses.ALL;

  /** Calls that take the default locale or character set, since no other is given. */
  private static final Set<String> BY_DEFAULT =
      Set.of(
          "java.lang.String.toLowerCase()",
          "java.lang.String.toUpperCase()",
          "java.lang.String.format(java.lang.String, [Ljava.lang.Object;)",
          "java.lang.String.getBytes()",
          "java.lang.String.<init>([B)",
          "java.util.Formatter.<init>()",
          "java.util.Scanner.<init>(java.io.InputStream)",
          "java.util.Locale.getDefault()",
          "java.nio.charset.Charset.defaultCharset()",
          "java.text.DecimalFormat.<init>(java.lang.String)",
          "java.text.NumberFormat.getInstance()",
          "java.text.NumberFormat.getNumberInstance()",
          "java.text.NumberFormat.getPercentInstance()",
          "java.text.SimpleDateFormat.<init>(java.lang.String)",
          "java.time.format.DateTimeFormatter.ofPattern(java.lang.String)",
          "java.io.FileReader.<init>(java.lang.String)",
          "java.io.FileReader.<init>(java.io.File)",
          "java.io.FileWriter.<init>(java.lang.String)",
          "java.io.FileWriter.<init>(java.io.File)",
          "java.io.InputStreamReader.<init>(java.io.InputStream)",
          "java.io.OutputStreamWriter.<init>(java.io.OutputStream)",
          "java.io.PrintWriter.<init>(java.io.OutputStream)");

  private static final String DRIVER = "io.gradsweep.driver";

  /** The packages of the driver, and those that each may know. */
  private static final Map<String, Set<String>> BELOW =
      Map.ofEntries(
          entry("storage", Set.of()),
          entry("code", Set.of()),
          entry("rows", Set.of("storage")),
          entry("study", Set.of("rows", "storage")),
          entry("query", Set.of("study", "rows", "storage")),
          entry("spark", Set.of("query", "study", "rows", "storage")),
          entry("rewrite", Set.of("study", "rows", "storage")),
          entry("status", Set.of("study", "rows", "storage")),
          entry("analysis", Set.of("query", "study", "rows", "storage")),
          entry("rounds", Set.of("analysis", "query", "study", "rows", "storage")),
          entry(
              "job",
              Set.of("rounds", "rewrite", "code", "spark", "query", "study", "rows", "storage")),
          entry("report", Set.of("analysis", "query", "study", "rows", "storage")));

  private static void onlyIn(String allowed, String... libraries) {
    noClasses()
        .that()
        .resideOutsideOfPackages(allowed)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(libraries)
        .check(CLASSES);
  }

  @Test
  void yamlStaysInOnePackage() {
    onlyIn("io.gradsweep.sweeps.read..", "org.snakeyaml..");
  }

  @Test
  void smileStaysInOnePackage() {
    onlyIn("io.gradsweep.workers.numeric..", "smile..", "org.bytedeco.openblas..");
  }

  @Test
  void torchStaysInOnePackage() {
    onlyIn("io.gradsweep.workers.torch..", "org.bytedeco.pytorch..");
  }

  /** They are loaded by name, and only if this JVM has been told to add the module. */
  @Test
  void vectorsStayInClassesThatSayIt() {
    noClasses()
        .that()
        .haveSimpleNameNotStartingWith("Vector")
        .and(DescribedPredicate.not(enclosedByVectors()))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jdk.incubator..")
        .orShould()
        .dependOnClassesThat(vectors())
        .check(CLASSES);
    assertThat(CLASSES.that(vectors())).hasSizeGreaterThanOrEqualTo(3);
  }

  private static DescribedPredicate<JavaClass> enclosedByVectors() {
    return DescribedPredicate.describe(
        "are within such a class",
        type -> type.getEnclosingClass().filter(vectors()::test).isPresent());
  }

  private static DescribedPredicate<JavaClass> vectors() {
    return DescribedPredicate.describe(
        "need vectors",
        type ->
            type.getSimpleName().startsWith("Vector") && !type.getSimpleName().equals("Vectors"));
  }

  @Test
  void parquetStaysInTheStore() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "io.gradsweep.driver.storage..",
            "io.gradsweep.driver.rows..",
            "io.gradsweep.driver.study..",
            "io.gradsweep.driver.query..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.parquet..")
        .check(CLASSES);
  }

  @Test
  void sparkStaysInJobs() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "io.gradsweep.driver.job..",
            "io.gradsweep.driver.spark..",
            "io.gradsweep.driver.storage..",
            "io.gradsweep.driver.rows..",
            "io.gradsweep.driver.study..",
            "io.gradsweep.driver.rewrite..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.spark..", "scala..")
        .check(CLASSES);
  }

  /** A file that is deserialised decides what code runs. */
  @Test
  void noFileIsDeserialised() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ObjectInputStream.class)
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.beans.XMLDecoder")
        .check(CLASSES);
  }

  @Test
  void nothingBelowKnowsTheCommandLine() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.gradsweep.driver.storage..",
            "io.gradsweep.driver.code..",
            "io.gradsweep.driver.rows..",
            "io.gradsweep.driver.study..",
            "io.gradsweep.driver.rewrite..",
            "io.gradsweep.driver.query..",
            "io.gradsweep.driver.analysis..",
            "io.gradsweep.driver.spark..",
            "io.gradsweep.driver.status..",
            "io.gradsweep.driver.job..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.gradsweep.driver.cli..", "picocli..")
        .check(CLASSES);
  }

  @Test
  void simulationsDoNotKnowTheRunner() {
    noClasses()
        .that()
        .resideInAnyPackage("io.gradsweep.workers.simulations..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.gradsweep.workers.run..", "io.gradsweep.workers.guard..")
        .check(CLASSES);
  }

  /** Trials that run inline, or in a program, need no JVM of their own. */
  @Test
  void runnersDoNotKnowTheGuard() {
    noClasses()
        .that()
        .resideInAnyPackage("io.gradsweep.workers.run..", "io.gradsweep.workers.program..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.gradsweep.workers.guard..")
        .check(CLASSES);
  }

  private static DescribedPredicate<JavaCall<?>> byDefault() {
    return DescribedPredicate.describe(
        "takes the default locale or character set",
        call -> BY_DEFAULT.contains(name(call.getTarget())));
  }

  private static String name(CodeUnitCallTarget target) {
    List<String> types = target.getRawParameterTypes().stream().map(JavaClass::getName).toList();
    return "%s.%s(%s)"
        .formatted(target.getOwner().getName(), target.getName(), String.join(", ", types));
  }

  @Test
  void noCallLeavesTheLocaleOrTheCharacterSetToTheMachine() {
    noClasses().should().callCodeUnitWhere(byDefault()).check(CLASSES);
  }

  @Test
  void everyJvmThatIsEnteredPinsItsDefaults() {
    DescribedPredicate<JavaClass> entries =
        DescribedPredicate.describe(
            "are entered first in a JVM",
            type ->
                type.tryGetMethod("main", String[].class).isPresent()
                    || type.isAssignableTo(
                        DescribedPredicate.describe(
                            "a function of Spark's",
                            each ->
                                each.getPackageName()
                                    .equals("org.apache.spark.api.java.function"))));
    classes()
        .that(entries)
        .and()
        .haveNameNotMatching(".*\\.Test.*")
        .should(callMethod(JvmDefaults.class, "pin"))
        .check(CLASSES);
    assertThat(CLASSES.that(entries)).hasSizeGreaterThanOrEqualTo(4);
  }

  @Test
  void simulationsDoNotKnowEachOther() {
    slices()
        .matching("io.gradsweep.workers.simulations.(*)..")
        .should()
        .notDependOnEachOther()
        .check(CLASSES);
  }

  @Test
  void packagesBelowTheDriverAreFreeOfCycles() {
    for (String module : List.of("results", "sweeps", "workers")) {
      slices()
          .matching("io.gradsweep.%s.(**)".formatted(module))
          .should()
          .beFreeOfCycles()
          .check(CLASSES);
    }
  }

  /** Arrows point downwards; the roof is the command line, the floor is bytes under names. */
  @Test
  void theDriverIsLayered() {
    Architectures.LayeredArchitecture layers =
        Architectures.layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (String layer : BELOW.keySet()) {
      layers = layers.layer(layer).definedBy(DRIVER + "." + layer + "..");
    }
    for (Map.Entry<String, Set<String>> layer : BELOW.entrySet()) {
      layers =
          layer.getValue().isEmpty()
              ? layers.whereLayer(layer.getKey()).mayNotAccessAnyLayer()
              : layers
                  .whereLayer(layer.getKey())
                  .mayOnlyAccessLayers(layer.getValue().toArray(String[]::new));
    }
    layers.check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.gradsweep.(**)").should().beFreeOfCycles().check(CLASSES);
  }
}
