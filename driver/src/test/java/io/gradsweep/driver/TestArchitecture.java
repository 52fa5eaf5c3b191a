package io.gradsweep.driver;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.ObjectInputStream;
import org.junit.jupiter.api.Test;

/** What the build cannot forbid, since it happens inside a module. */
class TestArchitecture {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.gradsweep");

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

  @Test
  void parquetStaysInTheStore() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.gradsweep.driver.store..", "io.gradsweep.driver.query..")
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
            "io.gradsweep.driver.store..")
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
            "io.gradsweep.driver.store..",
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
  void simulationsDoNotKnowTheRunnerOrEachOther() {
    noClasses()
        .that()
        .resideInAnyPackage("io.gradsweep.workers.simulations..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.gradsweep.workers.run..")
        .check(CLASSES);
  }
}
