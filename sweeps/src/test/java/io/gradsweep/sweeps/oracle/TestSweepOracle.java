package io.gradsweep.sweeps.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.ParameterSpec;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.results.trial.TrialIds;
import io.gradsweep.results.trial.ValueType;
import io.gradsweep.sweeps.Descent;
import io.gradsweep.sweeps.oracle.Json.Literal;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.read.SweepPrinter;
import io.gradsweep.sweeps.read.SweepReader;
import io.gradsweep.sweeps.spec.SweepProblems;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random sweeps have the trials, with the ids, that a brute-force reading of the documents in
 * Python finds. {@code -Dseed=…} and {@code -Dsweeps=…} ask for other sweeps, and for more.
 */
@Timeout(600)
class TestSweepOracle {

  private static final long SEED = Long.getLong("seed", 20_261_128);
  private static final int SWEEPS = Integer.getInteger("sweeps", 400);
  private static final String REFUSED = "refused";

  private static final SimulationSpec SPEC =
      Descent.spec(
          List.of(
              ParameterSpec.text("label", "any").unsetByDefault(),
              ParameterSpec.real("batch_size", "later").atLeast(0).defaultsTo(0.0).addedLater()));

  /** One for all sweeps, so that ids are made of what other trials have left. */
  private static final TrialIds IDS = new TrialIds();

  @TempDir private Path folder;

  @Test
  void randomSweepsHaveTheTrialsOfTheOracle() throws IOException, InterruptedException {
    assumeTrue(hasPython(), "no python3 here: random sweeps are not compared with the oracle");
    List<RandomSweep> sweeps =
        LongStream.range(SEED, SEED + SWEEPS).mapToObj(RandomSweep::of).toList();
    int refused = 0;
    try (BufferedReader answers = Files.newBufferedReader(oracle(sweeps))) {
      for (int i = 0; i < SWEEPS; i++) {
        String head = answers.readLine();
        List<String> expected = new ArrayList<>();
        for (int t = head.equals(REFUSED) ? 0 : Integer.parseInt(head); t > 0; t--) {
          expected.add(answers.readLine());
        }
        if (head.equals(REFUSED)) {
          refused++;
          expected.add(REFUSED);
        }
        assertThat(answer(sweeps.get(i))).as(words(sweeps.get(i), SEED + i)).isEqualTo(expected);
      }
    }
    assertThat(refused).isLessThan(SWEEPS / 2);
  }

  @Test
  void theOrderOfKeysDoesNotMatter() {
    for (long seed = SEED; seed < SEED + SWEEPS; seed++) {
      RandomSweep sweep = RandomSweep.of(seed);
      assertThat(answer(sweep.shuffled(seed))).as(words(sweep, seed)).isEqualTo(answer(sweep));
    }
  }

  private static String words(RandomSweep sweep, long seed) {
    return "mvn -pl results-schema,sweeps test -DfailIfNoTests=false -Dtest=TestSweepOracle"
        + " -Dsweeps=1 -Dseed=%d%n%s %s quick: %s%n"
            .formatted(seed, sweep.files(), sweep.commandLine(), sweep.quick());
  }

  private static boolean hasPython() throws InterruptedException {
    try {
      return new ProcessBuilder("python3", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private Path oracle(List<RandomSweep> sweeps) throws IOException, InterruptedException {
    Path script = folder.resolve("sweeps.py");
    Files.write(
        script, TestSweepOracle.class.getResourceAsStream("/oracle/sweeps.py").readAllBytes());
    Path asked = folder.resolve("asked");
    List<String> lines = new ArrayList<>(List.of(declaration()));
    sweeps.forEach(sweep -> lines.add(sweep.json()));
    Files.write(asked, lines, StandardCharsets.UTF_8);
    Path answers = folder.resolve("answers");
    ProcessBuilder python =
        new ProcessBuilder("python3", "-X", "utf8", script.toString())
            .redirectInput(asked.toFile())
            .redirectOutput(answers.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    assertThat(python.start().waitFor()).isZero();
    return answers;
  }

  private static String declaration() {
    List<Object> parameters = new ArrayList<>();
    for (ParameterSpec parameter : SPEC.parameters()) {
      Map<String, Object> declared = new LinkedHashMap<>();
      declared.put("name", parameter.name());
      declared.put("type", type(parameter.type()));
      declared.put("can_be_unset", new Literal(Boolean.toString(parameter.canBeUnset())));
      declared.put("choices", new ArrayList<Object>(parameter.choices()));
      declared.put("least", new Literal(parameter.type() == ValueType.WHOLE ? "1" : "0"));
      declared.put("default", written(parameter.defaultValue().orElseThrow()));
      parameter.identityDefault().ifPresent(value -> declared.put("left_out", written(value)));
      parameters.add(declared);
    }
    Map<String, Object> simulation = new LinkedHashMap<>();
    simulation.put("name", SPEC.name());
    simulation.put("version", new Literal(Integer.toString(SPEC.version())));
    simulation.put("parameters", parameters);
    return Json.text(simulation);
  }

  private static String type(ValueType type) {
    return switch (type) {
      case WHOLE -> "whole";
      case REAL -> "real";
      case TEXT -> "text";
      case FLAG -> "flag";
    };
  }

  private static Object written(ParamValue value) {
    return value instanceof ParamValue.Text text ? text.value() : new Literal(value.text());
  }

  /** The trials of a sweep in the order of their ids, once it is seen that the plan is sound. */
  private static List<String> answer(RandomSweep sweep) {
    Map<String, String> files = new LinkedHashMap<>();
    for (int f = 0; f < sweep.files().size(); f++) {
      files.put(sweep.name(f), sweep.text(f));
    }
    SweepReader.Reading reading =
        SweepReader.parse(
            files.get(sweep.name(0)),
            sweep.name(0),
            name -> Optional.ofNullable(files.get(name)),
            sweep.commandLine(),
            sweep.quick());
    Plan plan;
    try {
      plan = Plan.of(reading, Map.of(SPEC.name(), SPEC));
    } catch (SweepProblems e) {
      return List.of(REFUSED);
    }
    List<String> trials = trials(plan);
    String printed = SweepPrinter.print(plan.sweep());
    Plan again =
        Plan.of(SweepReader.read(printed, "p", name -> Optional.empty(), List.of(), false), SPEC);
    assertThat(again.fingerprint()).as(printed).isEqualTo(plan.fingerprint());
    assertThat(plan.counts().trials()).isEqualTo(trials.size());
    return trials;
  }

  private static List<String> trials(Plan plan) {
    List<String> trials = new ArrayList<>();
    for (long index = 0; index < plan.size(); index++) {
      Optional<Trial> trial = plan.trial(index);
      if (trial.isPresent()) {
        assertThat(plan.indexOf(trial.get())).hasValue(index);
        trials.add(line(trial.get()));
      }
    }
    return trials.stream().sorted().toList();
  }

  private static String line(Trial trial) {
    String values =
        SPEC.parameterNames().stream()
            .sorted()
            .map(name -> name + "=" + trial.params().value(name).canonical())
            .collect(Collectors.joining(" "));
    return "%s %d %s".formatted(IDS.of(trial), trial.replicate(), values);
  }
}
