package io.gradsweep.driver.study;

import static io.gradsweep.driver.PlainStudy.rewrite;
import static io.gradsweep.driver.PlainStudy.trajectories;
import static io.gradsweep.driver.PlainStudy.trials;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradsweep.driver.Folder;
import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.Studies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file of a study that is gone is named: its absence is not taken for "there was none". */
class TestLostFiles extends LostFiles {

  private static final String AGAIN = ": gone ('gradsweep run' runs its trials again)";

  @ParameterizedTest
  @ValueSource(strings = {PART, "trials/g0002-s00000.parquet"})
  void lostTrialsAreNamedAndRunAgain(String part) throws IOException, SQLException {
    List<String> rows = trials(study);
    Files.delete(study.resolve(part));
    isNotFinished(part + AGAIN);
    comesBack(part + AGAIN, rows);
  }

  @Test
  void aLostCompactedFileIsNamedAndRunAgain() throws IOException, SQLException {
    List<String> rows = trials(study);
    Studies.compact(study);
    String name = "trials/" + only("trials");
    Files.delete(study.resolve(name));
    isNotFinished(name + AGAIN);
    comesBack(name + AGAIN, rows);
  }

  @Test
  void aLostManifestIsNamedAndWrittenAnew() throws IOException, SQLException {
    List<String> rows = trials(study);
    Files.delete(study.resolve("manifest.json"));
    String note = "manifest.json: gone ('gradsweep run' writes it anew)";
    isNotFinished(note);
    comesBack(note, rows);
    assertThat(study.resolve("manifest.json")).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"_plan/0001.json", "_plan/0002.json"})
  void aLostPlanIsNamed(String plan) throws IOException {
    Path other = other();
    Files.delete(study.resolve(plan));
    everyReaderAndCopierNames(plan + " is gone", other);
  }

  private List<ThrowingCallable> lookers() {
    return List.of(
        () -> Studies.status(study),
        () -> Studies.claims(study),
        () -> Studies.summaries(study),
        () -> Studies.requireIntact(study),
        () -> Studies.compact(study));
  }

  private void lookersName(String message) {
    for (ThrowingCallable looker : lookers()) {
      assertThatThrownBy(looker).isInstanceOf(RequestException.class).hasMessageContaining(message);
    }
  }

  @Test
  void theFirstPlanIsMissedTooThoughWithoutItThereIsNoStudy() throws IOException {
    Files.delete(study.resolve("_plan/0000.json"));
    lookersName("_plan/0000.json is gone, and _plan/0001.json needs it");
    Files.delete(study.resolve("_plan/0001.json"));
    Files.delete(study.resolve("_plan/0002.json"));
    lookersName("_plan/0000.json is gone, and trials/g0000-");
    Map<String, String> before = Folder.contents(folder);
    assertThatThrownBy(() -> again().session()).isInstanceOf(RequestException.class);
    assertThat(Folder.contents(folder)).isEqualTo(before);
  }

  /** Without its list, all that was compacted looked like remains, and was deleted. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aLostFileListIsNamedAndNothingIsDeleted(int compactions) throws IOException {
    Path other = other();
    Studies.compact(study);
    for (int i = 1; i < compactions; i++) {
      again("replicates=12").inlineWithoutCompaction();
      assertThat(Studies.compact(study).words()).contains("are 2 now");
      Files.writeString(sweep, Files.readString(sweep).replace("11", "12"));
    }
    String list = "_files/%04d.json".formatted(compactions - 1);
    Files.delete(study.resolve(list));
    everyReaderAndCopierNames(list + " is gone, and ", other);
  }

  @Test
  void aLostListOfAMergedStudyIsNamed() throws IOException {
    study = merged();
    Files.delete(study.resolve("_files/0000.json"));
    lookersName("_files/0000.json is gone, and ");
    assertThat(only("trials")).startsWith("c0000-");
  }

  @Test
  void aLostFileOfAMergedStudyIsNamedWithWhatHelpsThere() throws IOException {
    study = merged();
    String name = only("trials");
    Files.delete(study.resolve("trials").resolve(name));
    isNotFinished("trials/" + name + ": gone (restore it, or merge again into another folder)");
  }

  private Path merged() throws IOException {
    Path merged = folder.resolve("merged");
    Studies.merge(merged, study, other());
    return merged;
  }

  /**
   * A repetition that died between its two publications has left a mark: its segment runs again.
   */
  @Test
  void aSegmentThatWasReplacedByHalfIsRunAgain() throws IOException, SQLException {
    List<String> rows = trials(study);
    List<String> steps = trajectories(study);
    rewrite(study.resolve(STEPS), "* REPLACE (unnest([step, step + 1]) AS step)");
    Path mark = study.resolve("_started/g0000-s00001.json");
    Files.createDirectories(mark.getParent());
    Files.writeString(mark, "{\"attempts\": 1, \"running\": null, \"blamed\": []}");
    Studies.status(study);
    again().inline();
    assertThat(trials(study)).isEqualTo(rows);
    assertThat(trajectories(study)).isEqualTo(steps);
    assertThat(mark).doesNotExist();
  }
}
