package io.gradsweep.sweeps;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.sweeps.read.SweepPrinter;
import io.gradsweep.sweeps.read.SweepReader;
import io.gradsweep.sweeps.spec.ClaimSpec;
import io.gradsweep.sweeps.spec.Sweep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TestShippedSweeps {

  /** A sweep in a table of the page of claims: a file's path without its ending. */
  private static final Pattern SWEEP_NAME = Pattern.compile("`([a-z0-9-]+(?:/[a-z0-9-]+)?)`");

  /** Every sweep file that users copy is read, full and quick, and survives being printed. */
  @Test
  void everyShippedSweepIsReadAndPrintsBack() throws IOException {
    List<Path> files = new ArrayList<>(ShippedSweeps.files());
    files.addAll(ShippedSweeps.withCode(Path.of(".")));
    assertThat(files).hasSizeGreaterThan(10);
    for (Path file : files) {
      for (boolean quick : new boolean[] {false, true}) {
        Sweep sweep = read(file, quick);
        String printed = SweepPrinter.print(sweep);
        Sweep again =
            SweepReader.read(printed, "printed", other -> Optional.empty(), List.of(), false);
        assertThat(again.analysis().claims()).isEqualTo(sweep.analysis().claims());
        assertThat(again.analysis().plots()).isEqualTo(sweep.analysis().plots());
        assertThat(again.analysis().summaries()).isEqualTo(sweep.analysis().summaries());
        assertThat(again.grid().blocks()).isEqualTo(sweep.grid().blocks());
        assertThat(again.execution().timeLimit()).isEqualTo(sweep.execution().timeLimit());
      }
    }
  }

  /**
   * A name is {@code <simulation>-<file>}, or the simulation's alone if that ends with the file's.
   * The first sweep of all lies in no simulation's folder.
   */
  @Test
  void everySweepIsNamedAfterItsSimulationAndItsFile() throws IOException {
    List<Path> files = new ArrayList<>(ShippedSweeps.files());
    files.addAll(ShippedSweeps.withCode(Path.of(".")));
    files.removeIf(file -> file.equals(Path.of("./first.yaml")));
    for (Path file : files) {
      Sweep sweep = read(file, false);
      String name = file.getFileName().toString().replace(".yaml", "");
      boolean repeats = ("-" + sweep.simulation()).endsWith("-" + name);
      assertThat(sweep.name())
          .as(file.toString())
          .isEqualTo(repeats ? sweep.simulation() : sweep.simulation() + "-" + name);
    }
  }

  /** The page of claims says how many there are, and names every sweep in its tables. */
  @Test
  void thePageOfClaimsCountsThemAndNamesEverySweep() throws IOException {
    String page = Files.readString(Path.of("../docs/claims.md"));
    List<Path> files = ShippedSweeps.files();
    long claims = 0;
    long checks = 0;
    for (Path file : files) {
      for (ClaimSpec claim : read(file, false).analysis().claims()) {
        claims += claim.isCheck() ? 0 : 1;
        checks += claim.isCheck() ? 1 : 0;
      }
    }
    assertThat(page)
        .containsOnlyOnce(
            "%d sweeps, %d claims, %d checks of the code".formatted(files.size(), claims, checks));
    Set<String> named =
        SWEEP_NAME.matcher(page).results().map(found -> found.group(1)).collect(toSet());
    assertThat(named)
        .containsExactlyInAnyOrderElementsOf(
            files.stream().map(TestShippedSweeps::nameOnThePage).toList());
  }

  private static String nameOnThePage(Path file) {
    return file.toString().substring("./".length()).replace(".yaml", "");
  }

  private static Sweep read(Path file, boolean quick) throws IOException {
    return SweepReader.read(
        Files.readString(file),
        file.toString(),
        other -> ShippedSweeps.beside(file, other),
        List.of(),
        quick);
  }
}
