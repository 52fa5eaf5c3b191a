package io.gradsweep.driver.job;

import io.gradsweep.driver.PlainStudy;
import io.gradsweep.driver.Studies;
import io.gradsweep.driver.job.StudyMerge.Merged;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** Tests of studies that become one. */
public abstract class MergedStudies {

  protected static final String[] SWEEP = {
    "sweep: s",
    "simulation: quadratic",
    "parameters: {max_steps: 50}",
    "grid: {step_size: 'linspace(0, 2.5, 6)'}",
    "replicates: 4",
    "record: {points: 4}",
    "claims: [{claim: c, source: s, sql: 'SELECT count(*) AS value FROM trials', expect: '>= 48'}]"
  };

  private static final long SEGMENT = 100;

  @TempDir protected Path folder;

  protected final Path study(String name) {
    return folder.resolve(name);
  }

  protected final void make(String name, String... overrides) throws IOException {
    makeOf(SWEEP, name, overrides);
  }

  protected final void makeOf(String[] text, String name, String... overrides) throws IOException {
    InlineRun.run(PlainStudy.write(folder, text), study(name), SEGMENT, overrides);
  }

  protected final Merged merge(String out, String... names) throws IOException {
    return Studies.merge(study(out), Stream.of(names).map(this::study).toArray(Path[]::new));
  }

  protected final String csv(String name, String sql) throws IOException {
    return Studies.csv(study(name), sql);
  }

  /** Several rows are kept as one where they are equal, so this is the union. */
  protected final List<String> union(String table, String... names) throws SQLException {
    String all =
        Stream.of(names)
            .map(name -> "'%s/%s/*.parquet'".formatted(study(name), table))
            .reduce((a, b) -> a + ", " + b)
            .orElseThrow();
    String columns =
        table.equals("trials") ? "* EXCLUDE (%s)".formatted(PlainStudy.PROVENANCE) : "*";
    return PlainStudy.query(
        "SELECT DISTINCT %s FROM read_parquet([%s], union_by_name = true) ORDER BY ALL"
            .formatted(columns, all));
  }
}
