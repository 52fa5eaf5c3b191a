package io.gradsweep.workers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** A file of expected numbers, {@code oracle/<name>.csv}, which the script beside it writes. */
public record Oracle(String name) {

  /** Cells of each row. */
  public List<String[]> rows() {
    try (InputStream in = Oracle.class.getResourceAsStream("/oracle/" + name + ".csv")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().map(line -> line.split(",")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The rows whose first cell is {@code word}, of which there is at least one, without it. */
  public List<String[]> rows(String word) {
    List<String[]> rows =
        rows().stream()
            .filter(cells -> cells[0].equals(word))
            .map(cells -> Arrays.copyOfRange(cells, 1, cells.length))
            .toList();
    assertThat(rows).as("%s of %s", word, name).isNotEmpty();
    return rows;
  }

  /** Numbers of the only row whose first cell is {@code word}. */
  public double[] numbers(String word) {
    List<String[]> rows = rows(word);
    assertThat(rows).as("%s of %s", word, name).hasSize(1);
    return Arrays.stream(rows.get(0)).mapToDouble(Double::parseDouble).toArray();
  }
}
