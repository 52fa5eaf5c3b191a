package io.gradsweep.driver;

import io.gradsweep.driver.analysis.ClaimResult;
import io.gradsweep.driver.analysis.StudyView;
import io.gradsweep.driver.job.StudyMerge;
import io.gradsweep.driver.job.StudyMerge.Merged;
import io.gradsweep.driver.query.AnswerFormat;
import io.gradsweep.driver.report.ReportPage;
import io.gradsweep.driver.report.ReportedStudy;
import io.gradsweep.driver.rewrite.Compaction;
import io.gradsweep.driver.rewrite.Compaction.Compacted;
import io.gradsweep.driver.status.StatusReader;
import io.gradsweep.driver.status.StudyStatus;
import io.gradsweep.driver.study.DesignProgress;
import io.gradsweep.driver.study.Inventory;
import io.gradsweep.driver.study.MergeRecord;
import io.gradsweep.driver.study.Parts;
import io.gradsweep.driver.study.Study;
import io.gradsweep.driver.study.StudyLock;
import io.gradsweep.driver.study.StudyState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads, compacts and merges studies by the classes that the commands call. */
public final class Studies {

  private Studies() {}

  private static Study study(Path folder) throws IOException {
    return Study.existing(folder.toUri());
  }

  /** The answer to a query as CSV. */
  public static String csv(Path folder, String sql) throws IOException {
    return StudyView.read(study(folder), view -> AnswerFormat.CSV.print(view.tables().answer(sql)));
  }

  public static StudyStatus status(Path folder) throws IOException {
    return StatusReader.read(study(folder), Instant.now(), id -> "replay " + id);
  }

  /** Notes on files that are gone or foreign, as every reader shows them. */
  public static List<String> notes(Path folder) throws IOException {
    return StudyView.read(study(folder), view -> view.inventory().notes());
  }

  public static List<ClaimResult> claims(Path folder) throws IOException {
    return StudyView.read(
        study(folder),
        view -> {
          view.requireIntact();
          return view.claims();
        });
  }

  /** The summaries and fits of the sweep file, each as CSV. */
  public static String summaries(Path folder) throws IOException {
    return StudyView.read(
        study(folder),
        view -> {
          view.requireIntact();
          return view.sections().stream()
              .map(section -> AnswerFormat.CSV.print(section.answer()))
              .collect(Collectors.joining("\n"));
        });
  }

  /** Compares every byte with its checksum. */
  public static void requireIntact(Path folder) throws IOException {
    Study study = study(folder);
    Parts.requireIntact(study, Inventory.of(study).files());
  }

  /** The report's HTML. */
  public static String report(Path folder) throws IOException {
    Study study = study(folder);
    return StudyView.read(
        study,
        view -> {
          view.requireIntact();
          return ReportPage.of(reported(study, view));
        });
  }

  private static ReportedStudy reported(Study study, StudyView view) throws IOException {
    List<String> merged = study.merge().map(MergeRecord::studies).orElse(List.of());
    return new ReportedStudy(
        study.name(),
        view,
        StudyState.of(view.inventory(), !merged.isEmpty(), false),
        merged.isEmpty() ? view.plan().counts().trials() : view.inventory().sum().trials(),
        merged,
        DesignProgress.of(study.generations(), view.plan()),
        id -> "replay " + id,
        new ReportedStudy.Writing("test", Instant.now()));
  }

  public static Compacted compact(Path folder) throws IOException {
    Study study = study(folder);
    try (StudyLock lock = StudyLock.ofStudy(study)) {
      return Compaction.of(study, lock);
    }
  }

  /** Merges studies into a folder. */
  public static Merged merge(Path out, Path... folders) throws IOException {
    List<Study> studies = Stream.of(folders).map(folder -> Study.at(folder.toUri())).toList();
    Study target = Study.at(out.toUri());
    StudyMerge merge = new StudyMerge(studies, target, "test", false);
    merge.check();
    target.storage().createFolders("");
    try (StudyLock lock = StudyLock.ofStudy(target)) {
      return merge.run(lock);
    }
  }
}
