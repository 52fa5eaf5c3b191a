package io.gradsweep.driver.spark;

import io.gradsweep.driver.SystemFailure;
import io.gradsweep.driver.query.Answer;
import io.gradsweep.driver.query.Cell;
import io.gradsweep.driver.query.CurrentPlan;
import io.gradsweep.driver.query.IntervalText;
import io.gradsweep.driver.query.LaterTables;
import io.gradsweep.driver.query.PartSums;
import io.gradsweep.driver.query.QueryLimits;
import io.gradsweep.driver.query.SqlCharacters;
import io.gradsweep.driver.query.StudyTables;
import io.gradsweep.driver.query.TrajectoryViews;
import io.gradsweep.driver.study.Study;
import io.gradsweep.driver.study.StudyFiles;
import io.gradsweep.driver.study.StudyNames;
import io.gradsweep.results.columns.Column;
import io.gradsweep.results.columns.TrajectoryTable;
import io.gradsweep.results.columns.TrialTable;
import io.gradsweep.results.trial.SimulationSpec;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.CalendarInterval;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** A study as SQL on Spark, for studies that are too large for one machine. */
public final class SparkTables implements StudyTables {

  private final SparkSession session;
  private final PartSums sums;
  private final LaterTables later = new LaterTables();

  private SparkTables(SparkSession session, PartSums sums) {
    this.session = session;
    this.sums = sums;
  }

  /** Opens the parts that are published now, in place. */
  public static SparkTables open(SparkRuntime spark, Study study, CurrentPlan current)
      throws IOException {
    StudyFiles files = study.files();
    PartSums sums = new PartSums(study, files, Optional.empty());
    SparkTables tables = new SparkTables(SparkSql.session(spark), sums);
    if (tables.isLocal()) {
      sums.requireIfFew();
    }
    return tables.answered(() -> tables.defined(study, files, current));
  }

  private SparkTables defined(Study study, StudyFiles files, CurrentPlan current) {
    SimulationSpec simulation = current.plan().simulation();
    Dataset<Row> trials =
        read(study, files, StudyNames.TRIALS, TrialTable.of(simulation).columns());
    trials.createOrReplaceTempView("all_trials");
    (current.wholeFolder() ? trials : PlanRows.among(trials, current))
        .createOrReplaceTempView("trials");
    read(study, files, StudyNames.TRAJECTORIES, TrajectoryTable.columns(simulation))
        .createOrReplaceTempView("trajectories");
    for (TrajectoryViews.View view : TrajectoryViews.of(simulation, current.plan().axes())) {
      session.sql(view.select()).createOrReplaceTempView(view.name());
    }
    return this;
  }

  private Dataset<Row> read(Study study, StudyFiles files, String table, List<Column> columns) {
    List<String> parts = files.names(table);
    if (parts.isEmpty()) {
      return session.createDataFrame(List.of(), schema(columns));
    }
    String folder =
        study.storage().localFolder().map(Path::toUri).orElse(study.folder()).toString();
    String[] paths = parts.stream().map(part -> file(folder, table, part)).toArray(String[]::new);
    Dataset<Row> rows =
        session
            .read()
            .option("mergeSchema", "true")
            .option("parquet.page.verify-checksum.enabled", "true")
            .option("recursiveFileLookup", "true") // no columns from folders' names
            .option("__globPaths__", "false") // a path's characters are no pattern
            .parquet(paths);
    return withLater(rows, columns);
  }

  /** Adds columns that were introduced after all of the parts were written, as null. */
  private static Dataset<Row> withLater(Dataset<Row> rows, List<Column> columns) {
    Set<String> there = Set.of(rows.columns());
    Dataset<Row> all = rows;
    for (Column column : columns) {
      if (!there.contains(column.name())) {
        all = all.withColumn(column.name(), functions.lit(null).cast(type(column)));
      }
    }
    return all;
  }

  /** A part's path as Hadoop writes it, which is not how a URI escapes it. */
  private static String file(String folder, String table, String part) {
    String slash = folder.endsWith("/") ? "" : "/";
    URI uri = URI.create(folder + slash + table + "/" + part);
    return new org.apache.hadoop.fs.Path(uri).toString();
  }

  private static StructType schema(List<Column> columns) {
    StructType schema = new StructType();
    for (Column column : columns) {
      schema = schema.add(column.name(), type(column));
    }
    return schema;
  }

  private static DataType type(Column column) {
    return switch (column.type()) {
      case INT32 -> DataTypes.IntegerType;
      case INT64 -> DataTypes.LongType;
      case DOUBLE -> DataTypes.DoubleType;
      case STRING -> DataTypes.StringType;
      case BOOLEAN -> DataTypes.BooleanType;
      case TIMESTAMP -> DataTypes.TimestampType;
    };
  }

  @Override
  public Answer ask(String sql, long mostValues) {
    later.defineFor(sql, this::define);
    List<String> columns = answered(() -> List.of(session.sql(sql).columns()));
    QueryLimits.Counter counter = new QueryLimits.Counter(mostValues);
    List<List<Object>> rows = new ArrayList<>();
    rows(
        sql,
        row -> {
          Arrays.setAll(row, i -> plain(row[i]));
          Arrays.stream(row).forEach(counter::add);
          rows.add(Arrays.asList(row));
        });
    return new Answer(columns, rows, true);
  }

  @Override
  public void each(String sql, Consumer<Object[]> rows) {
    rows(
        sql,
        row -> {
          Arrays.setAll(row, i -> StudyTables.plain(row[i]));
          rows.accept(row);
        });
  }

  private void rows(String sql, Consumer<Object[]> rows) {
    later.defineFor(sql, this::define);
    Iterator<Row> found = answered(() -> session.sql(sql).toLocalIterator());
    while (answered(found::hasNext)) {
      rows.accept(values(answered(found::next)));
    }
  }

  /** A value in the types of {@link Cell}. */
  private static Object plain(Object value) {
    if (value instanceof byte[] bytes) {
      return Cell.hex(bytes);
    }
    if (value instanceof Seq<?> list) {
      return Arrays.asList(
          CollectionConverters.asJava(list).stream().map(SparkTables::plain).toArray());
    }
    if (value instanceof Period length) {
      return IntervalText.of(length.toTotalMonths(), Duration.ofDays(length.getDays()));
    }
    if (value instanceof Duration length) {
      return IntervalText.of(0, length);
    }
    if (value instanceof CalendarInterval length) {
      Duration rest = Duration.ofDays(length.days).plus(length.microseconds, ChronoUnit.MICROS);
      return IntervalText.of(length.months, rest);
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    if (value instanceof Row struct) {
      List<String> names = Answer.apart(List.of(struct.schema().fieldNames()));
      for (int i = 0; i < struct.size(); i++) {
        fields.put(names.get(i), plain(struct.get(i)));
      }
      return fields;
    }
    if (value instanceof scala.collection.Map<?, ?> map) {
      CollectionConverters.asJava(map)
          .forEach((key, field) -> fields.put(Cell.text(plain(key)), plain(field)));
      return fields;
    }
    return value;
  }

  private static Object[] values(Row row) {
    return IntStream.range(0, row.size()).mapToObj(row::get).toArray();
  }

  /** Looks for a damaged file if the query is not at fault. */
  private <T> T answered(Callable<T> question) {
    try {
      return SparkSql.answered(session, question);
    } catch (SystemFailure e) {
      sums.nameDamaged();
      throw e;
    }
  }

  private boolean isLocal() {
    return sums.study().storage().isLocal();
  }

  /**
   * Checks local files; for files elsewhere, executors compare the sums of the pages that they
   * read.
   */
  @Override
  public void requireIntact() throws IOException {
    if (isLocal()) {
      sums.require();
    }
  }

  @Override
  public void addToTrials(List<Column> columns, List<List<Object>> rows) {
    String[] names = columns.stream().map(Column::name).toArray(String[]::new);
    StructType schema = new StructType().add("added_to", DataTypes.StringType);
    for (StructField field : schema(columns).fields()) {
      schema = schema.add(field);
    }
    Dataset<Row> added = frame(schema, rows);
    for (String table : List.of("trials", "all_trials")) {
      Dataset<Row> written = session.table(table).drop(names);
      written
          .join(added, written.col("trial_id").equalTo(added.col("added_to")), "left")
          .drop("added_to")
          .createOrReplaceTempView(table);
    }
  }

  private Dataset<Row> frame(StructType schema, List<List<Object>> rows) {
    return session.createDataFrame(
        rows.stream().map(row -> RowFactory.create(row.toArray())).toList(), schema);
  }

  @Override
  public void addTable(String name, List<Column> columns, Supplier<List<List<Object>>> rows) {
    later.add(name, columns, rows);
  }

  private void define(String name, List<Column> columns, List<List<Object>> rows) {
    frame(schema(columns), rows).createOrReplaceTempView(name);
  }

  @Override
  public SqlCharacters characters() {
    return SqlCharacters.SPARK;
  }

  @Override
  public String requireSelect(String sql) {
    return SparkSql.requireQuery(session, sql);
  }

  /** The session is its runtime's, which closes it. */
  @Override
  public void close() {
    session.catalog().clearCache();
  }
}
