package io.gradsweep.driver.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gradsweep.driver.RequestException;
import io.gradsweep.results.columns.Column;
import io.gradsweep.results.columns.TrialTable;
import io.gradsweep.results.outcome.Status;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.MessageType;
import shaded.parquet.org.apache.thrift.TException;

/**
 * What a part says of itself in its footer, so that counting a study reads no rows.
 *
 * @param counts trials per status
 * @param failures trials that failed or timed out, grouped by cause, the most frequent first
 */
public record PartFacts(int schemaVersion, Map<String, Long> counts, List<Failure> failures) {

  static final String KEY = "gradsweep.part";
  private static final int MOST_CAUSES = 20;
  private static final Pattern TRIAL_ID = Pattern.compile("[0-9a-f]{32}");

  /** Sums over all parts that a study can have stay below 2^63. */
  private static final long MOST_TRIALS = 1L << 42;

  /**
   * One cause of failure: how often, and one trial that can be replayed.
   *
   * @param log the file of the study in which more is said of that trial; null where nothing is
   */
  public record Failure(String status, String reason, long count, String trialId, String log) {
    Failure plus(Failure other) {
      Failure told = log == null && other.log != null ? other : this;
      return new Failure(status, reason, count + other.count, told.trialId, told.log);
    }
  }

  public long trials() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  public static PartFacts none() {
    return new PartFacts(TrialTable.SCHEMA_VERSION, Map.of(), List.of());
  }

  /**
   * @param counts trials per status, by its ordinal
   * @param failures each cause once; the most frequent are kept
   */
  static PartFacts of(long[] counts, Collection<Failure> failures) {
    Map<String, Long> byWord = new LinkedHashMap<>();
    for (Status status : Status.values()) {
      if (counts[status.ordinal()] > 0) {
        byWord.put(status.word(), counts[status.ordinal()]);
      }
    }
    PartFacts facts = new PartFacts(TrialTable.SCHEMA_VERSION, byWord, byCount(failures));
    return new PartFacts(TrialTable.SCHEMA_VERSION, byWord, facts.mostFrequent());
  }

  public PartFacts plus(PartFacts other) {
    Map<String, Long> sum = new LinkedHashMap<>();
    for (String status : Status.words()) {
      long count = counts.getOrDefault(status, 0L) + other.counts.getOrDefault(status, 0L);
      if (count > 0) {
        sum.put(status, count);
      }
    }
    Map<List<String>, Failure> causes = new LinkedHashMap<>();
    Stream.concat(failures.stream(), other.failures.stream())
        .forEach(f -> causes.merge(List.of(f.status(), f.reason()), f, Failure::plus));
    return new PartFacts(schemaVersion, sum, byCount(causes.values()));
  }

  private static List<Failure> byCount(Collection<Failure> causes) {
    return causes.stream().sorted(Comparator.comparingLong(Failure::count).reversed()).toList();
  }

  /** The causes that a person is shown. */
  public List<Failure> mostFrequent() {
    return failures.subList(0, Math.min(MOST_CAUSES, failures.size()));
  }

  /** Whether this is what gradsweep writes; a footer that was read may hold anything. */
  private boolean isWhole() {
    return counts != null
        && counts.values().stream().allMatch(count -> isCount(count))
        && failures != null
        && failures.stream()
            .allMatch(
                f ->
                    f != null
                        && f.status() != null
                        && f.reason() != null
                        && isCount(f.count())
                        && TRIAL_ID.matcher(String.valueOf(f.trialId())).matches());
  }

  /** A part of more trials than a plan has indices for, or of less than none, is nobody's. */
  private static boolean isCount(Long count) {
    return count != null && count >= 0 && count <= MOST_TRIALS;
  }

  String json() {
    return new String(Json.write(this), StandardCharsets.UTF_8);
  }

  /**
   * Reads the facts of published files, in their order.
   *
   * @throws RequestException if files are not what we wrote, or are damaged: names each
   */
  public static Map<DataFile, PartFacts> read(Study study, Collection<DataFile> files)
      throws IOException {
    Map<DataFile, PartFacts> facts = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    Map<DataFile, Optional<PartFacts>> found =
        Parallel.map(study.storage(), files, file -> whole(study, file, problems));
    found.forEach((file, fact) -> fact.ifPresent(f -> facts.put(file, f)));
    requireNone(study, problems.stream().sorted().toList());
    return facts;
  }

  private static Optional<PartFacts> whole(Study study, DataFile file, List<String> problems)
      throws IOException {
    try {
      return Optional.of(read(study, file));
    } catch (Damaged e) {
      synchronized (problems) {
        problems.add(e.getMessage());
      }
      return Optional.empty();
    }
  }

  /** Of several files together. */
  public static PartFacts sum(Collection<PartFacts> files) {
    PartFacts sum = none();
    for (PartFacts facts : files) {
      sum = sum.plus(facts);
    }
    return sum;
  }

  private static void requireNone(Study study, List<String> problems) {
    if (!problems.isEmpty()) {
      throw unreadable(study, problems);
    }
  }

  private static RequestException unreadable(Study study, List<String> problems) {
    return new RequestException("Cannot read study: " + study.name(), problems);
  }

  /**
   * Refuses parts that are not whole files with the rows of trials.
   *
   * @throws RequestException if there are some: names each
   */
  public static void requireWhole(Study study) throws IOException {
    StudyFiles files = study.files();
    read(study, files.files());
    List<String> problems = new ArrayList<>();
    for (DataFile file : files.files().stream().filter(files::hasSteps).toList()) {
      try {
        String path = file.trajectories();
        if (!schema(footer(study, path)).containsField("trial_id")) {
          throw new Damaged(path, "not written by gradsweep");
        }
      } catch (Damaged e) {
        problems.add(e.getMessage());
      }
    }
    requireNone(study, problems);
  }

  static RequestException damaged(Study study, String path, String what) {
    return unreadable(study, List.of(new Damaged(path, what).getMessage()));
  }

  private static final class Damaged extends IOException {
    private static final long serialVersionUID = 1;

    /** A segment is there as long as its trials are: with them gone, it runs again. */
    Damaged(String path, String what) {
      super(
          "%s: %s (delete it%s, and 'gradsweep run' runs its trials again)"
              .formatted(
                  path,
                  what,
                  path.startsWith(Study.TRAJECTORIES)
                      ? " and " + path.replaceFirst(Study.TRAJECTORIES, Study.TRIALS)
                      : ""));
    }
  }

  /** Where more is said of failures that a file counts, by trial id. */
  static Map<String, String> logs(Study study, DataFile file) throws IOException {
    return read(study, file).failures().stream()
        .filter(failure -> failure.log() != null)
        .collect(Collectors.toMap(Failure::trialId, Failure::log));
  }

  private static PartFacts read(Study study, DataFile file) throws IOException {
    String path = file.trials();
    String json = footer(study, path).getFileMetaData().getKeyValueMetaData().get(KEY);
    if (json == null) {
      throw new Damaged(path, "not written by gradsweep");
    }
    PartFacts facts;
    try {
      facts = Json.read(json.getBytes(StandardCharsets.UTF_8), PartFacts.class);
    } catch (JsonProcessingException e) {
      throw new Damaged(path, "not written by gradsweep");
    }
    if (facts == null || !facts.isWhole()) {
      throw new Damaged(path, "not written by gradsweep");
    }
    study.requireVersion(facts.schemaVersion(), path);
    return facts;
  }

  private static MessageType schema(ParquetMetadata footer) {
    return footer.getFileMetaData().getSchema();
  }

  private static ParquetMetadata footer(Study study, String path) throws IOException {
    return footer(study, path, ParquetMetadataConverter.SKIP_ROW_GROUPS);
  }

  private static ParquetMetadata footer(
      Study study, String path, ParquetMetadataConverter.MetadataFilter wanted) throws IOException {
    try (ParquetFileReader reader = reader(study, path, wanted)) {
      return reader.getFooter();
    } catch (FileSystemException | FileNotFoundException e) {
      throw e; // gone, or not ours to read: the file itself may be whole
    } catch (IOException | RuntimeException e) {
      requireReachable(study, e);
      throw new Damaged(path, "not a whole Parquet file");
    }
  }

  /**
   * Passes on what a network says: a file that cannot be read now may be whole, and nobody should
   * delete it. What Parquet says of the bytes themselves, here or inside, is the file's fault.
   *
   * @throws IOException if the study is on another machine, and the failure is one of reaching it
   */
  static void requireReachable(Study study, Exception e) throws IOException {
    if (study.storage().localFolder().isPresent() || e.getCause() instanceof TException) {
      return;
    }
    if ((e instanceof IOException ? e : e.getCause()) instanceof IOException network) {
      throw network;
    }
  }

  /** The columns of a file, as its footer says. */
  static List<Column> columns(Study study, String path) throws IOException {
    try {
      return ParquetSchema.columns(schema(footer(study, path)));
    } catch (Damaged e) {
      throw unreadable(study, List.of(e.getMessage()));
    }
  }

  static long rows(Study study, String path) throws IOException {
    return footer(study, path, ParquetMetadataConverter.NO_FILTER).getBlocks().stream()
        .mapToLong(BlockMetaData::getRowCount)
        .sum();
  }

  private static ParquetFileReader reader(
      Study study, String path, ParquetMetadataConverter.MetadataFilter wanted) throws IOException {
    return ParquetFileReader.open(
        study.storage().input(path),
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .withMetadataFilter(wanted)
            .build());
  }
}
