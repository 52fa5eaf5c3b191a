package io.gradsweep.sweeps;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.results.columns.Column;
import io.gradsweep.results.columns.TrialTable;
import io.gradsweep.results.trial.MeasurementSpec;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.ParameterSpec;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.read.Mutations;
import io.gradsweep.sweeps.read.SweepPrinter;
import io.gradsweep.sweeps.read.SweepReader;
import io.gradsweep.sweeps.read.SweepReader.Reading;
import io.gradsweep.sweeps.spec.Axis;
import io.gradsweep.sweeps.spec.Position;
import io.gradsweep.sweeps.spec.Problem;
import io.gradsweep.sweeps.spec.Sweep;
import io.gradsweep.sweeps.spec.SweepProblems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever is done to a sweep file, it is read as a sweep or refused in clear messages, in bounded
 * time. {@code -Dseed=…} and {@code -Dmutations=…} ask for other files, and for more of them.
 */
class TestMutatedSweeps {

  private static final long SEED = Long.getLong("seed", 20_260_101);
  private static final int MUTATIONS = Integer.getInteger("mutations", 1000);

  @Test
  @Timeout(120)
  void aMutatedFileIsASweepOrClearProblems() throws IOException {
    List<Path> files = ShippedSweeps.files();
    List<SimulationSpec> specs = files.stream().map(TestMutatedSweeps::declaration).toList();
    int accepted = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      Path file = files.get(i % files.size());
      String text = Mutations.of(Files.readString(file), SEED + i);
      try {
        accepted += isSweep(file, specs.get(i % files.size()), text, i % 2 == 0) ? 1 : 0;
      } catch (AssertionError | RuntimeException | StackOverflowError e) {
        throw new AssertionError(
            "mvn -pl results-schema,sweeps test -DfailIfNoTests=false -Dtest=TestMutatedSweeps"
                + " -Dmutations=1 -Dseed=%d\n%s:\n%s".formatted(SEED + i, file, text),
            e);
      }
    }
    // most changes are faults, and some are harmless: both ways must have been gone
    assertThat(accepted).isBetween(MUTATIONS / 50, MUTATIONS * 9 / 10);
  }

  private static boolean isSweep(Path file, SimulationSpec spec, String text, boolean quick) {
    Reading reading =
        SweepReader.parse(
            text, "s.yaml", other -> ShippedSweeps.beside(file, other), List.of(), quick);
    Plan plan;
    try {
      plan = Plan.of(reading, Map.of(spec.name(), spec));
    } catch (SweepProblems e) {
      assertThat(e.problems()).isNotEmpty().allSatisfy(TestMutatedSweeps::isClear);
      assertThat(e.getMessage()).startsWith("Cannot use s.yaml: ");
      return false;
    }
    String printed = SweepPrinter.print(plan.sweep());
    Sweep again = SweepReader.parseStored(printed, "printed").sweep().orElseThrow();
    assertThat(unplaced(again)).as(printed).isEqualTo(unplaced(plan.sweep()));
    assertThat(Plan.of(again, spec).fingerprint()).isEqualTo(plan.fingerprint());
    assertThat(plan.counts().trials()).isBetween(0L, plan.size());
    for (long index : new long[] {0, plan.size() / 2, plan.size() - 1}) {
      plan.trial(index).ifPresent(trial -> assertThat(plan.indexOf(trial)).hasValue(index));
    }
    return true;
  }

  private static void isClear(Problem problem) {
    assertThat(problem.position().file()).isNotEmpty();
    assertThat(problem.message())
        .isNotBlank()
        .hasSizeLessThan(700)
        .doesNotContain("Exception", "io.gradsweep", "java.", "snakeyaml")
        .doesNotContainPattern("[\\p{Cntrl}\\u2028\\u202e]");
  }

  private static Sweep unplaced(Sweep s) {
    return new Sweep(
        s.name(), s.simulation(), s.about(), s.grid(), s.execution(), s.analysis(), Position.NONE);
  }

  /** The declaration for which the shipped file would be right. */
  private static SimulationSpec declaration(Path file) {
    Sweep sweep;
    try {
      sweep =
          SweepReader.read(
              Files.readString(file),
              file.toString(),
              other -> ShippedSweeps.beside(file, other),
              List.of(),
              false);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    Map<String, Set<ParamValue>> values = new LinkedHashMap<>();
    Stream.concat(
            sweep.grid().fixed().stream(),
            sweep.grid().blocks().stream().flatMap(b -> b.axes().stream()))
        .forEach(axis -> add(values, axis));
    List<ParameterSpec> parameters =
        values.entrySet().stream().map(e -> parameter(e.getKey(), e.getValue())).toList();
    SimulationSpec plain =
        new SimulationSpec(sweep.simulation(), 1, "a", "b", parameters, List.of(), List.of());
    List<String> columns = TrialTable.of(plain).columns().stream().map(Column::name).toList();
    List<MeasurementSpec> measurements =
        sweep.analysis().summaries().stream()
            .flatMap(s -> Stream.concat(s.by().stream(), s.of().stream()))
            .distinct()
            .filter(column -> !columns.contains(column))
            .map(column -> MeasurementSpec.real(column, "m"))
            .toList();
    return new SimulationSpec(sweep.simulation(), 1, "a", "b", parameters, measurements, List.of());
  }

  private static void add(Map<String, Set<ParamValue>> values, Axis axis) {
    values.computeIfAbsent(axis.name(), name -> new LinkedHashSet<>()).addAll(axis.values());
  }

  private static ParameterSpec parameter(String name, Set<ParamValue> values) {
    if (values.stream().anyMatch(ParamValue.Text.class::isInstance)) {
      List<String> texts = values.stream().map(ParamValue::text).toList();
      return ParameterSpec.choice(name, "p", texts.toArray(String[]::new)).defaultsTo(texts.get(0));
    }
    if (values.stream().anyMatch(ParamValue.Flag.class::isInstance)) {
      return ParameterSpec.flag(name, "p").defaultsTo(false);
    }
    boolean whole = values.stream().allMatch(ParamValue.Whole.class::isInstance);
    return whole
        ? ParameterSpec.whole(name, "p").defaultsTo(1)
        : ParameterSpec.real(name, "p").unsetByDefault();
  }
}
