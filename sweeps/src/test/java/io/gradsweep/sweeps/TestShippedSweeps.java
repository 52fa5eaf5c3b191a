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
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TestShippedSweeps {

  /** A sweep in a table of the page of claims: a file's path without its ending. */
  private static final Pattern SWEEP_NAME = Pattern.compile("`([a-z0-9-]+(?:/[a-z0-9-]+)?)`");

  private static final Pattern AS_FOUND = Pattern.compile("as found|does not hold|fails");

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

  /**
   * The list of verdicts under five base seeds: it has every claim of every sweep as it stands in
   * the file, no verdict is PASS under one seed and FAIL under another, and the page counts them.
   */
  @Test
  void noVerdictOfTheListFlipsWithTheSeed() throws IOException {
    Map<String, Set<String>> listed = new TreeMap<>();
    int[] kinds = new int[2];
    List<String> rows = Files.readAllLines(Path.of("../docs/verdicts.tsv"));
    assertThat(rows.get(0)).isEqualTo("sweep\tkind\tclaim\tpass\tfail\tinconclusive");
    for (String row : rows.subList(1, rows.size())) {
      String[] cells = row.split("\t");
      int pass = Integer.parseInt(cells[3]);
      int fail = Integer.parseInt(cells[4]);
      assertThat(pass + fail + Integer.parseInt(cells[5])).as(row).isEqualTo(5);
      assertThat(Math.min(pass, fail)).as(row).isZero();
      listed.computeIfAbsent(cells[0], name -> new TreeSet<>()).add(cells[1] + " " + cells[2]);
      kinds[cells[1].equals("check") ? 1 : 0]++;
    }
    for (Path file : ShippedSweeps.files()) {
      Sweep sweep = read(file, true);
      List<String> claims =
          sweep.analysis().claims().stream()
              .map(claim -> claim.kind().word() + " " + claim.claim())
              .toList();
      assertThat(Objects.requireNonNullElse(listed.remove(sweep.name()), Set.of()))
          .as(sweep.name())
          .containsExactlyInAnyOrderElementsOf(claims);
    }
    assertThat(listed).as("sweeps that are not shipped").isEmpty();
    assertThat(Files.readString(Path.of("../docs/claims.md")))
        .containsOnlyOnce("%d claims and %d checks in it".formatted(kinds[0], kinds[1]));
  }

  /** A claim that fails under every seed is told of where the page names its sweep. */
  @Test
  void thePageOfClaimsTellsOfThoseThatFail() throws IOException {
    List<String> page = Files.readAllLines(Path.of("../docs/claims.md"));
    List<String> rows = Files.readAllLines(Path.of("../docs/verdicts.tsv"));
    Set<String> failing =
        rows.stream()
            .skip(1)
            .map(row -> row.split("\t"))
            .filter(cells -> cells[4].equals("5"))
            .map(cells -> cells[0])
            .collect(toSet());
    assertThat(failing).isNotEmpty();
    for (Path file : ShippedSweeps.files()) {
      String name = "`" + nameOnThePage(file) + "`";
      if (failing.contains(read(file, true).name())) {
        assertThat(page)
            .as(name)
            .anyMatch(line -> line.contains(name) && AS_FOUND.matcher(line).find());
      }
    }
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
