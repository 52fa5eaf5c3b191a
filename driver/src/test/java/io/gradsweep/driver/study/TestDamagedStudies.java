package io.gradsweep.driver.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradsweep.driver.PlainStudy;
import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.Studies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file beside the rows that is damaged, or somebody else's, is named, and can be mended. */
class TestDamagedStudies extends EveryReader {

  private static final String PART = "trials/g0000-s00001.parquet";

  @BeforeAll
  static void runOnce() throws IOException {
    make(3, "sweep: s", "simulation: quadratic", "replicates: 9", "record: {points: 4}");
  }

  /** A process that dies between beginning and naming a file leaves it under another name. */
  @Test
  void whatADeadProcessWasAboutToNameIsClearedAway() throws IOException, SQLException {
    List<String> rows = PlainStudy.trials(study);
    String half = ".0f8fad5b-d9cb-469f-a165-70867728950e.tmp";
    Path other = another("other");
    for (String name : List.of("_lock", "manifest.json", "_plan/0001.json", "_files/000001.json")) {
      Path left = study.resolve(name + half);
      Files.createDirectories(left.getParent());
      Files.writeString(left, "half a fi");
    }
    again().session();
    try (Stream<Path> files = Files.walk(study)) {
      assertThat(files.map(Path::toString)).noneMatch(name -> name.endsWith(".tmp"));
    }
    assertThat(PlainStudy.trials(study)).isEqualTo(rows);
    Path merged = Files.createDirectory(folder.resolve("merged"));
    Files.writeString(merged.resolve("_merge.json" + half), "half a fi");
    Studies.merge(merged, study, other);
    assertThat(PlainStudy.trials(merged)).isEqualTo(rows);
  }

  @Test
  void aPartThatNoSegmentHasIsNoPart() throws IOException {
    Files.copy(study.resolve(PART), study.resolve("trials/g0000-s00099.parquet"));
    everyReaderNames("trials/g0000-s00099.parquet: no segment of this study (move it elsewhere)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"number\": 0, ",
        "{\"a\": 1}",
        "{\"number\": \"x\"}",
        "{\"number\": 0, \"fingerprint\": \"f\", \"sweep\": \"s\", \"bounds\": [0, 5, 3],"
            + " \"seconds\": [1, 1]}"
      })
  void aDamagedPlanIsNamedAndCanBeDeleted(String json) throws IOException, SQLException {
    List<String> rows = PlainStudy.trials(study);
    Files.writeString(study.resolve("_plan/0000.json"), json);
    everyReaderNames(
        "_plan/0000.json is damaged, or not gradsweep's; restore it, or give another --out)");
    again().fresh().inline();
    assertThat(PlainStudy.trials(study)).isEqualTo(rows);
  }

  @Test
  void partsWithoutTheirPlanAreNotTakenForAnother() throws IOException {
    Files.delete(study.resolve("_plan/0000.json"));
    assertThatThrownBy(() -> again().session())
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("(holds other files, such as 'trials/g0000-s00000.parquet'");
  }

  @Test
  void aStudyOfANewerGradsweepIsRefusedByName() throws IOException {
    Path manifest = study.resolve("manifest.json");
    String text = Files.readString(manifest);
    Files.writeString(manifest, text.replace("\"schemaVersion\" : 2", "\"schemaVersion\" : 99"));
    everyReaderNames(
        "(manifest.json was written by a newer gradsweep: schema version 99, this one reads up to");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{{{", "null", "{}", "{\"schemaVersion\": \"one\"}"})
  void aDamagedManifestIsNamedAndWrittenAnew(String json) throws IOException {
    Path manifest = study.resolve("manifest.json");
    Files.writeString(manifest, json);
    everyReaderNames("(manifest.json is damaged, or not gradsweep's; delete it: 'gradsweep run'");
    Files.delete(manifest);
    Studies.status(study);
    again().session();
    assertThat(manifest).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "garbage", "null", "{}"})
  void aLockThatNamesNobodyIsHeldByNobody(String lock) throws IOException {
    Files.writeString(study.resolve("_lock"), lock);
    assertThat(Studies.status(study).title().state()).isEqualTo("finished");
    again("replicates=10").inline();
    assertThat(Studies.status(study).counts().trials().done()).isEqualTo(10);
    assertThat(study.resolve("_lock")).doesNotExist();
  }
}
