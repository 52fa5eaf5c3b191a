package io.gradsweep.workers.simulations;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.ParameterSpec;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Seals the identities of trials. Each line of the golden file is one trial of a released version
 * of a simulation, with all parameters that it had; lines are added, and never changed.
 */
class TestGoldenIds {

  private static final Path GOLDEN = Path.of("src/test/resources/golden/trial-ids.tsv");

  private static final List<String> TEST_SIMULATIONS =
      List.of("draws", "edges", "poison", "quadratic", "random-walk");

  /** One line: name, version, id, seed, replicate, then NAME=VALUE. */
  private record Sealed(
      String name, int version, String id, long seed, long replicate, List<String> values) {

    static Sealed parse(String line) {
      List<String> fields = List.of(line.split("\t"));
      return new Sealed(
          fields.get(0),
          Integer.parseInt(fields.get(1)),
          fields.get(2),
          Long.parseLong(fields.get(3)),
          Long.parseLong(fields.get(4)),
          fields.subList(5, fields.size()));
    }

    /** The trial, as today's declaration under a given version has it. */
    Trial under(SimulationSpec today, int asVersion) {
      SimulationSpec spec = today.withVersion(asVersion);
      Map<String, ParamValue> given = new HashMap<>();
      for (String value : values) {
        int sign = value.indexOf('=');
        String parameter = value.substring(0, sign);
        given.put(
            parameter, read(spec.parameter(parameter).orElseThrow(), value.substring(sign + 1)));
      }
      return new Trial(spec.resolve(given), seed, replicate);
    }

    private static ParamValue read(ParameterSpec parameter, String text) {
      if (text.equals("null") && !parameter.choices().contains(text)) {
        return ParamValue.unset();
      }
      return switch (parameter.type()) {
        case REAL -> ParamValue.of(Double.parseDouble(text));
        case WHOLE -> ParamValue.of(Long.parseLong(text));
        case TEXT -> ParamValue.of(text);
        case FLAG -> ParamValue.of(Boolean.parseBoolean(text));
      };
    }

    String line(int asVersion, String newId) {
      Stream<String> head =
          Stream.of(name, "" + asVersion, newId, Long.toString(seed), Long.toString(replicate));
      return String.join("\t", Stream.concat(head, values.stream()).toList());
    }
  }

  private static List<Sealed> golden() throws IOException {
    return Files.readAllLines(GOLDEN).stream().map(Sealed::parse).toList();
  }

  private static Map<String, SimulationSpec> shipped() {
    Map<String, SimulationSpec> specs = new TreeMap<>();
    for (Simulation simulation : ServiceLoader.load(Simulation.class)) {
      specs.put(simulation.spec().name(), simulation.spec());
    }
    specs.keySet().removeAll(TEST_SIMULATIONS);
    return specs;
  }

  @Test
  void idsOfReleasedVersionsNeverMove() throws IOException {
    Map<String, SimulationSpec> shipped = shipped();
    for (Sealed sealed : golden()) {
      Trial trial = sealed.under(shipped.get(sealed.name()), sealed.version());
      assertThat(trial.id().toString()).as(sealed.toString()).isEqualTo(sealed.id());
    }
  }

  /** A parameter that joins is declared with addedLater(): leaving it out changes nothing. */
  @Test
  void everyParameterThatWasSealedIsStillDeclared() throws IOException {
    for (Sealed sealed : golden()) {
      List<String> today =
          shipped().get(sealed.name()).parameters().stream().map(ParameterSpec::name).toList();
      assertThat(today)
          .containsAll(sealed.values().stream().map(v -> v.substring(0, v.indexOf('='))).toList());
    }
  }

  @Test
  void everyPresentVersionIsSealed() throws IOException {
    List<Sealed> golden = golden();
    for (SimulationSpec spec : shipped().values()) {
      List<Sealed> own = golden.stream().filter(s -> s.name().equals(spec.name())).toList();
      String lines =
          String.join(
              "\n",
              own.stream()
                  .filter(s -> s.version() == own.get(own.size() - 1).version())
                  .map(s -> s.line(spec.version(), s.under(spec, spec.version()).id().toString()))
                  .toList());
      assertThat(own.stream().mapToInt(Sealed::version).distinct().toArray())
          .as("%s has a new version: add its lines to %s\n%s", spec, GOLDEN, lines)
          .contains(spec.version());
    }
    assertThat(Arrays.asList(golden.stream().map(Sealed::name).distinct().toArray())).hasSize(8);
  }
}
