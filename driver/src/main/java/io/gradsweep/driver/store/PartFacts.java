package io.gradsweep.driver.store;

import io.gradsweep.results.columns.TrialTable;
import io.gradsweep.results.outcome.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.FileMetaData;

/**
 * What a part says of itself in its footer, so that counting a study reads no rows.
 *
 * @param counts trials per status
 * @param failures trials that failed or timed out, grouped by cause, the most frequent first
 */
public record PartFacts(int schemaVersion, Map<String, Long> counts, List<Failure> failures) {

  static final String KEY = "gradsweep.part";
  private static final int MOST_CAUSES = 20;

  /** One cause of failure: how often, and one trial that can be replayed. */
  public record Failure(String status, String reason, long count, String trialId) {
    Failure plus(Failure other) {
      return new Failure(status, reason, count + other.count, trialId);
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

  String json() {
    return new String(Json.write(this), StandardCharsets.UTF_8);
  }

  /**
   * Reads the facts of a published part.
   *
   * @throws IOException if the file is not a part that we wrote, or is damaged
   */
  public static PartFacts read(Study study, PartName part) throws IOException {
    FileMetaData footer = footer(study, part.trials());
    String json = footer.getKeyValueMetaData().get(KEY);
    if (json == null) {
      throw new IOException(
          "%s: not written by gradsweep (no '%s' in its footer)".formatted(part.trials(), KEY));
    }
    return Json.read(json.getBytes(StandardCharsets.UTF_8), PartFacts.class);
  }

  private static FileMetaData footer(Study study, String path) throws IOException {
    try (ParquetFileReader reader = reader(study, path)) {
      return reader.getFooter().getFileMetaData();
    } catch (RuntimeException e) {
      throw new IOException("%s: not a whole Parquet file".formatted(path), e);
    }
  }

  static long rows(Study study, String path) throws IOException {
    try (ParquetFileReader reader = reader(study, path)) {
      return reader.getRecordCount();
    }
  }

  private static ParquetFileReader reader(Study study, String path) throws IOException {
    return ParquetFileReader.open(
        study.storage().input(path),
        ParquetReadOptions.builder(new PlainParquetConfiguration()).build());
  }
}
