package io.gradsweep.driver.study;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.SystemFailure;
import io.gradsweep.driver.rows.Checksums;
import io.gradsweep.driver.rows.Footer;
import io.gradsweep.driver.rows.Footer.Unreadable;
import io.gradsweep.driver.rows.ParquetSchema;
import io.gradsweep.driver.rows.PartFooter;
import io.gradsweep.driver.rows.RowReader;
import io.gradsweep.driver.storage.Parallel;
import io.gradsweep.results.columns.Column;
import io.gradsweep.results.trial.Counted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.parquet.io.LocalInputFile;

/** Reads the footers of data files, and refuses damaged files, naming each. */
public final class Parts {

  /** Files of this process's studies whose bytes were found right, as listed. */
  private static final Set<List<Object>> INTACT = ConcurrentHashMap.newKeySet();

  private Parts() {}

  /** Thrown if a file is not as it was written; the message names it, and says what to do. */
  private static final class Damaged extends IOException {
    private static final long serialVersionUID = 1;

    /** A segment exists as long as its trials do: if they are gone, it runs again. */
    Damaged(Study study, String path, String what) throws IOException {
      super("%s: %s (%s)".formatted(path, what, advice(study, path)));
    }

    private static String advice(Study study, String path) throws IOException {
      if (study.storage().exists(StudyNames.MERGE)) {
        return "restore it, or merge again into another folder";
      }
      boolean there = study.storage().exists(path);
      String trials = path.replaceFirst(StudyNames.TRAJECTORIES, StudyNames.TRIALS);
      String both = there && !path.equals(trials) ? "it and " + trials : trials;
      return "%sdelete %s, and 'gradsweep run' runs its trials again"
          .formatted(there ? "" : "restore it; or ", path.equals(trials) ? "it" : both);
    }
  }

  /** Operation on a file that may be damaged. */
  private interface FileCheck<T> {
    T at(DataFile file) throws IOException;
  }

  /** Checks each file, several at once; all damage is reported together. */
  private static <T> Map<DataFile, T> all(
      Study study, Collection<DataFile> files, FileCheck<T> look) throws IOException {
    List<String> problems = new ArrayList<>();
    Map<DataFile, Optional<T>> found =
        Parallel.map(
            study.storage(),
            files,
            file -> {
              try {
                return Optional.of(look.at(file));
              } catch (Damaged e) {
                synchronized (problems) {
                  problems.add(e.getMessage());
                }
                return Optional.empty();
              }
            });
    if (!problems.isEmpty()) {
      throw unreadable(study, problems.stream().sorted().toList());
    }
    Map<DataFile, T> all = new LinkedHashMap<>();
    found.forEach((file, value) -> all.put(file, value.orElseThrow()));
    return all;
  }

  private static RequestException unreadable(Study study, List<String> problems) {
    return new RequestException("Cannot read study: " + study.name(), problems);
  }

  /**
   * Reads the facts of the files that count, in their order. Sizes, footers and numbers of rows are
   * compared in both tables; rows are not read.
   *
   * @throws RequestException if files are foreign, damaged, or gone
   */
  public static Map<DataFile, PartFooter> facts(Study study, StudyFiles files) throws IOException {
    return all(study, files.files(), file -> facts(study, files, file));
  }

  private static PartFooter facts(Study study, StudyFiles files, DataFile file) throws IOException {
    PartFooter facts = facts(study, file);
    boolean hasSteps = files.hasSteps(file);
    long steps = hasSteps ? steps(study, file) : 0;
    if (!facts.fits(steps) && !isBeingReplaced(study, file)) {
      throw new Damaged(
          study,
          file.trajectories(),
          hasSteps
              ? "%s, of %d that were written".formatted(Counted.of(steps, "row"), facts.steps())
              : "gone, with the %s that %s written"
                  .formatted(
                      Counted.of(facts.steps(), "row"), facts.steps() == 1 ? "was" : "were"));
    }
    return facts;
  }

  static PartFooter facts(Study study, DataFile file) throws IOException {
    String path = file.trials();
    Footer footer = footer(study, path);
    Optional<PartFooter> parsed = PartFooter.parse(footer.notes().get(PartFooter.KEY));
    if (parsed.isEmpty()) {
      throw new Damaged(study, path, "not written by gradsweep");
    }
    PartFooter facts = parsed.get();
    study.requireVersion(facts.schemaVersion(), path);
    if (footer.rows() != facts.trials()) {
      throw new Damaged(
          study,
          path,
          "%s, of %d that were written"
              .formatted(Counted.of(footer.rows(), "row"), facts.trials()));
    }
    return facts;
  }

  private static long steps(Study study, DataFile file) throws IOException {
    Footer footer = footer(study, file.trajectories());
    if (!footer.schema().containsField("trial_id")) {
      throw new Damaged(study, file.trajectories(), "not written by gradsweep");
    }
    return footer.rows();
  }

  /** Trials of segments whose recorded steps come from a repetition that has died since. */
  static List<String> halfReplaced(Study study, StudyFiles files) throws IOException {
    List<String> marks = study.storage().names(StudyNames.STARTED);
    List<DataFile> started =
        files.files().stream()
            .filter(DataFile::isPart)
            .filter(file -> marks.contains(AttemptMarker.fileName(file.segments().get(0))))
            .toList();
    return all(study, started, file -> fits(study, files, file)).entrySet().stream()
        .filter(fits -> !fits.getValue())
        .map(fits -> fits.getKey().trials())
        .toList();
  }

  private static boolean fits(Study study, StudyFiles files, DataFile file) throws IOException {
    return facts(study, file).fits(files.hasSteps(file) ? steps(study, file) : 0);
  }

  /**
   * Whether a segment is half replaced: a repetition names its two files one after the other, and
   * may die in between.
   */
  private static boolean isBeingReplaced(Study study, DataFile file) throws IOException {
    return file.isPart() && study.storage().exists(AttemptMarker.path(file.segments().get(0)));
  }

  /**
   * Refuses files with a byte that is not as written. All bytes are read, and none is decoded; a
   * file found right is not read again by this process.
   *
   * @throws RequestException if there are such files
   */
  public static void requireIntact(Study study, StudyFiles files) throws IOException {
    requireIntact(study, files, Optional.empty());
  }

  /**
   * The same for the copies of a remote study.
   *
   * @param copies the folder in which they lie
   */
  public static void requireIntact(Study study, StudyFiles files, Optional<Path> copies)
      throws IOException {
    all(
        study,
        files.files(),
        file -> {
          requireIntact(study, StudyNames.TRIALS, file.name(), files, copies);
          if (files.hasSteps(file)) {
            requireIntact(study, StudyNames.TRAJECTORIES, file.name(), files, copies);
          }
          return true;
        });
  }

  private static void requireIntact(
      Study study, String table, String name, StudyFiles files, Optional<Path> copies)
      throws IOException {
    String path = table + "/" + name;
    List<Object> key = List.of(study.folder(), path, files.entry(table, name), copies);
    if (INTACT.contains(key)) {
      return;
    }
    if (copies.isEmpty() || !isIntactCopy(copies.get().resolve(path))) {
      try {
        Checksums.require(study.storage().input(path), study.storage().isLocal());
      } catch (Unreadable e) {
        throw new Damaged(study, path, e.getMessage());
      }
      if (copies.isPresent()) {
        throw new SystemFailure(
            "Cannot use the copy of %s in %s: its bytes have changed (it is deleted: the same"
                    .formatted(path, copies.get())
                + " command copies it again)");
      }
    }
    INTACT.add(key);
  }

  /**
   * Whether a copy is intact. A damaged copy is deleted: it is ours, and proves nothing yet about
   * the file itself.
   */
  private static boolean isIntactCopy(Path copy) throws IOException {
    try {
      Checksums.require(new LocalInputFile(copy), true);
      return true;
    } catch (Unreadable e) {
      Files.deleteIfExists(copy);
      return false;
    }
  }

  /**
   * Reads rows of a file.
   *
   * @param columns the columns to read; nothing else of the file is read
   */
  public static RowReader reader(Study study, String path, List<Column> columns)
      throws IOException {
    return new RowReader(
        study.storage(),
        path,
        columns,
        what -> unreadable(study, List.of(new Damaged(study, path, what).getMessage())));
  }

  /** Whether the row groups of a file, as its footer says, are large. */
  public static boolean hasLargeGroups(Study study, String path) throws IOException {
    try {
      return footer(study, path).hasLargeGroups();
    } catch (Damaged e) {
      throw unreadable(study, List.of(e.getMessage()));
    }
  }

  private static Footer footer(Study study, String path) throws IOException {
    try {
      return Footer.read(study.storage().input(path));
    } catch (Unreadable e) {
      throw new Damaged(study, path, e.getMessage());
    }
  }

  /** The columns of a file, as its footer says. */
  public static List<Column> columns(Study study, String path) throws IOException {
    try {
      return ParquetSchema.columns(footer(study, path).schema());
    } catch (Damaged e) {
      throw unreadable(study, List.of(e.getMessage()));
    }
  }

  static long rows(Study study, String path) throws IOException {
    return footer(study, path).rows();
  }
}
