package io.gradsweep.driver.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.storage.Storage;
import io.gradsweep.results.columns.Column;
import io.gradsweep.results.columns.ColumnType;
import io.gradsweep.results.columns.NullRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.LocalOutputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestRowWriter {

  private static final List<Column> COLUMNS =
      List.of(
          new Column(1, "trial_id", ColumnType.STRING, "", NullRule.NEVER, 1, ""),
          new Column(2, "error", ColumnType.DOUBLE, "", NullRule.NEVER, 1, ""));

  private static int write(MemoryFile disk) throws IOException {
    try (RowWriter writer = new RowWriter(disk, "trials", COLUMNS)) {
      for (int i = 0; i < 20; i++) {
        writer.write(new Object[] {"trial " + i, 1.0 / (1 + i)});
      }
    }
    return disk.size();
  }

  @Test
  void whereverTheDiskIsFullItsOwnWordsAreTheMessage() throws IOException {
    int whole = write(new MemoryFile(Integer.MAX_VALUE));
    assertThat(write(new MemoryFile(whole))).isEqualTo(whole);
    for (int room = 0; room < whole; room++) {
      MemoryFile disk = new MemoryFile(room);
      assertThatThrownBy(() -> write(disk))
          .as("%d bytes of %d", room, whole)
          .isInstanceOf(IOException.class)
          .hasMessage("No space left on device");
    }
  }

  private static final List<Column> ALL =
      List.of(
          new Column(1, "trial_id", ColumnType.STRING, "", NullRule.NEVER, 1, ""),
          new Column(0, "label", ColumnType.STRING, "", NullRule.WHERE_ABSENT, 1, ""),
          new Column(0, "size", ColumnType.INT32, "", NullRule.WHERE_ABSENT, 1, ""),
          new Column(0, "steps", ColumnType.INT64, "", NullRule.NEVER, 1, ""),
          new Column(0, "at", ColumnType.TIMESTAMP, "", NullRule.WHERE_ABSENT, 1, ""),
          new Column(0, "error", ColumnType.DOUBLE, "", NullRule.WHERE_ABSENT, 1, ""),
          new Column(0, "constant", ColumnType.DOUBLE, "", NullRule.NEVER, 1, ""),
          new Column(0, "on", ColumnType.BOOLEAN, "", NullRule.WHERE_ABSENT, 1, ""),
          new Column(0, "never", ColumnType.DOUBLE, "", NullRule.WHERE_ABSENT, 1, ""));

  private static Object[] drawn(Random random, int number) {
    Object[] row = {
      "%016x%016x".formatted(random.nextLong(), number),
      "label " + random.nextInt(5),
      random.nextInt(),
      random.nextLong(),
      random.nextLong(),
      number % 7 == 0 ? -0.0 : random.nextGaussian(),
      0.1,
      random.nextBoolean(),
      null
    };
    for (int column : new int[] {1, 2, 4, 5, 7}) {
      if (random.nextInt(4) == 0) {
        row[column] = null;
      }
    }
    return row;
  }

  private static List<Object[]> drawn(int rows) {
    Random random = new Random(rows);
    return IntStream.range(0, rows).mapToObj(i -> drawn(random, i)).toList();
  }

  private static Path written(Path folder, List<Object[]> rows) throws IOException {
    Path file = folder.resolve(rows.size() + ".parquet");
    try (RowWriter writer = new RowWriter(new LocalOutputFile(file), "trials", ALL)) {
      for (Object[] row : rows) {
        writer.write(row);
      }
      assertThat(writer.rows()).isEqualTo(rows.size());
    }
    return file;
  }

  private static List<Object[]> read(Path folder, Path file) throws IOException {
    List<Object[]> rows = new ArrayList<>();
    Storage storage = Storage.open(folder.toUri());
    try (RowReader reader =
        new RowReader(storage, file.getFileName().toString(), ALL, RequestException::new)) {
      for (Optional<Object[]> row = reader.next(); row.isPresent(); row = reader.next()) {
        rows.add(row.get());
      }
    }
    return rows;
  }

  /** One row, and a row less or more than a batch, a page of ten batches, and two pages. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64, 65, 1999, 2000, 2001, 19_999, 20_000, 20_001, 40_001})
  void rowsAreReadBackAsTheyWereWritten(int count, @TempDir Path folder)
      throws IOException, Footer.Unreadable {
    List<Object[]> rows = drawn(count);
    Path file = written(folder, rows);
    assertThat(read(folder, file).toArray(Object[][]::new))
        .isDeepEqualTo(rows.toArray(Object[][]::new));
    Footer footer = Footer.read(new LocalInputFile(file));
    assertThat(footer.rows()).isEqualTo(count);
    Checksums.require(new LocalInputFile(file), true);
  }

  /** Bounds and nulls of a row group are what engines skip it by. */
  @Test
  void statisticsAndDictionariesAreThoseOfTheValues(@TempDir Path folder)
      throws IOException, Footer.Unreadable {
    List<Object[]> rows = drawn(25_000);
    Footer footer = Footer.read(new LocalInputFile(written(folder, rows)));
    assertThat(footer.blocks()).hasSize(1);
    for (ColumnChunkMetaData chunk : footer.blocks().get(0).getColumns()) {
      int column = footer.schema().getFieldIndex(chunk.getPath().toDotString());
      long nulls = rows.stream().filter(row -> row[column] == null).count();
      assertThat(chunk.getStatistics().getNumNulls()).isEqualTo(nulls);
      assertThat(chunk.getStatistics().hasNonNullValue()).isEqualTo(nulls < rows.size());
      assertThat(chunk.hasDictionaryPage())
          .as(ALL.get(column).name())
          .isEqualTo(List.of("label", "constant").contains(ALL.get(column).name()));
      assertThat(chunk.getColumnIndexReference()).isNotNull();
      assertThat(chunk.getOffsetIndexReference()).isNotNull();
    }
    LongSummaryStatistics steps = rows.stream().mapToLong(row -> (Long) row[3]).summaryStatistics();
    Statistics<?> found = footer.blocks().get(0).getColumns().get(3).getStatistics();
    assertThat(found.genericGetMin()).isEqualTo(steps.getMin());
    assertThat(found.genericGetMax()).isEqualTo(steps.getMax());
  }

  /** Within the first page, and after pages that refer to the dictionary. */
  @ParameterizedTest
  @ValueSource(ints = {2000, 2100, 25_000})
  void aDictionaryThatBecomesTooLargeIsGivenUp(int repeated, @TempDir Path folder)
      throws IOException, Footer.Unreadable {
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < repeated + 180_000; i++) {
      long value = i < repeated ? i % 5 : i;
      Object label = i % 3 == 0 ? null : "label " + value;
      rows.add(new Object[] {"id", label, (int) value, value, null, value * 0.1, 0.1, null, null});
    }
    Path file = written(folder, rows);
    assertThat(read(folder, file).toArray(Object[][]::new))
        .isDeepEqualTo(rows.toArray(Object[][]::new));
    Footer footer = Footer.read(new LocalInputFile(file));
    for (int column : new int[] {1, 3, 5}) { // of more than 1 MB
      ColumnChunkMetaData chunk = footer.blocks().get(0).getColumns().get(column);
      assertThat(chunk.getEncodings()).as(ALL.get(column).name()).contains(Encoding.PLAIN);
      assertThat(chunk.hasDictionaryPage()).as(ALL.get(column).name()).isEqualTo(repeated > 20_000);
    }
    Checksums.requirePages(new LocalInputFile(file), true);
  }

  @Test
  void largeFilesHaveSeveralRowGroups(@TempDir Path folder) throws IOException, Footer.Unreadable {
    List<Object[]> rows = drawn(500_000);
    Path file = written(folder, rows);
    Footer footer = Footer.read(new LocalInputFile(file));
    assertThat(footer.blocks()).hasSizeGreaterThan(1);
    assertThat(footer.rows()).isEqualTo(rows.size());
    assertThat(read(folder, file).toArray(Object[][]::new))
        .isDeepEqualTo(rows.toArray(Object[][]::new));
  }

  @Test
  void aRowThatIsRefusedLeavesNothingInTheNext(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("refused.parquet");
    Object[] incomplete = {"a", "label", 1, null, 5L, 0.5, 0.1, true, 2.0};
    Object[] sparse = {"b", null, null, 3L, null, null, 0.1, null, null};
    try (RowWriter writer = new RowWriter(new LocalOutputFile(file), "trials", ALL)) {
      assertThatThrownBy(() -> writer.write(incomplete))
          .isInstanceOf(IOException.class)
          .hasMessage("Cannot write row: steps is null (must have a value)");
      writer.write(sparse);
    }
    assertThat(read(folder, file).toArray(Object[][]::new)).isDeepEqualTo(new Object[][] {sparse});
  }

  @Test
  void rowGroupsOfOtherFilesAreCopiedAsTheyAre(@TempDir Path folder)
      throws IOException, Footer.Unreadable {
    List<Object[]> first = drawn(3000);
    List<Object[]> second = drawn(25_000);
    List<Object[]> own = drawn(2500);
    Path one = written(folder, first);
    Path two = written(folder, second);
    Path file = folder.resolve("appended.parquet");
    try (RowWriter writer = new RowWriter(new LocalOutputFile(file), "trials", ALL)) {
      writer.append(new LocalInputFile(one));
      for (Object[] row : own) {
        writer.write(row);
      }
      writer.append(new LocalInputFile(two));
      writer.write(first.get(0));
      assertThat(writer.rows()).isEqualTo(30_501);
    }
    List<Object[]> all = new ArrayList<>(first);
    all.addAll(own);
    all.addAll(second);
    all.add(first.get(0));
    assertThat(read(folder, file).toArray(Object[][]::new))
        .isDeepEqualTo(all.toArray(Object[][]::new));
    Footer footer = Footer.read(new LocalInputFile(file));
    assertThat(footer.blocks())
        .extracting(BlockMetaData::getRowCount)
        .containsExactly(3000L, 2500L, 25_000L, 1L);
    Footer source = Footer.read(new LocalInputFile(two));
    for (int i = 0; i < ALL.size(); i++) {
      ColumnChunkMetaData copy = footer.blocks().get(2).getColumns().get(i);
      ColumnChunkMetaData chunk = source.blocks().get(0).getColumns().get(i);
      assertThat(copy.getStatistics()).isEqualTo(chunk.getStatistics());
      assertThat(copy.getTotalSize()).isEqualTo(chunk.getTotalSize());
      assertThat(copy.getColumnIndexReference()).isNotNull();
      assertThat(copy.getOffsetIndexReference()).isNotNull();
    }
    Checksums.require(new LocalInputFile(file), true);
    Checksums.requirePages(new LocalInputFile(file), true);
  }

  /** The seal is that of the changed bytes: only the sums of the pages can tell. */
  @Test
  void bytesThatChangeBeforeTheyAreCopiedAreFoundByTheSumOfTheirPage(@TempDir Path folder)
      throws IOException, Footer.Unreadable {
    Path source = written(folder, drawn(3000));
    byte[] bytes = Files.readAllBytes(source);
    bytes[bytes.length / 3] ^= 1;
    Files.write(source, bytes);
    Path file = folder.resolve("appended.parquet");
    try (RowWriter writer = new RowWriter(new LocalOutputFile(file), "trials", ALL)) {
      writer.append(new LocalInputFile(source));
    }
    Checksums.require(new LocalInputFile(file), true);
    assertThatThrownBy(() -> Checksums.requirePages(new LocalInputFile(file), true))
        .isInstanceOf(Footer.Unreadable.class)
        .hasMessage("its bytes have changed");
  }

  @Test
  void rowGroupsOfOtherColumnsAreRefused(@TempDir Path folder) throws IOException {
    Path source = written(folder, drawn(10));
    Path file = folder.resolve("other.parquet");
    try (RowWriter writer = new RowWriter(new LocalOutputFile(file), "trials", COLUMNS)) {
      assertThatThrownBy(() -> writer.append(new LocalInputFile(source)))
          .isInstanceOf(IOException.class)
          .hasMessage("Cannot copy row groups: the columns of their file are others");
    }
  }
}
