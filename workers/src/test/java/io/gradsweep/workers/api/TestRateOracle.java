package io.gradsweep.workers.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.results.outcome.RateEstimate;
import io.gradsweep.results.outcome.RateNote;
import io.gradsweep.results.random.RandomStream;
import io.gradsweep.results.random.Streams;
import io.gradsweep.workers.Oracle;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rates of curves that are known by how they are made: those of oracle/rates.py, and many drawn.
 */
class TestRateOracle {

  /** A line of the oracle. */
  private record Curve(String name, String rate, String within, String notes, double[][] points) {

    static Curve of(String[] cells) {
      List<String> fields = List.of(cells);
      double[][] points =
          fields.stream()
              .skip(4)
              .map(point -> point.replace("inf", "Infinity").split(":"))
              .map(p -> Arrays.stream(p).mapToDouble(Double::parseDouble).toArray())
              .toArray(double[][]::new);
      return new Curve(fields.get(0), fields.get(1), fields.get(2), fields.get(3), points);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Curve> curves() {
    return new Oracle("rates").rows().stream().map(Curve::of);
  }

  @ParameterizedTest
  @MethodSource("curves")
  void aCurveHasTheRateAndTheNoteThatItIsMadeFor(Curve curve) {
    RateFit fit = RateFit.whole();
    for (int i = 0; i < curve.points().length; i++) {
      if (fit.wants(i)) {
        fit.add(curve.points()[i][0], curve.points()[i][1]);
      }
    }
    RateEstimate rate = fit.estimate();
    assertThat(List.of(curve.notes().split("\\|")))
        .contains(rate.note().map(RateNote::word).orElse("-"));
    assertThat(rate.isPresent()).isEqualTo(!curve.rate().equals("none"));
    if (!curve.within().isEmpty()) {
      double truth = Double.parseDouble(curve.rate());
      double most = Double.parseDouble(curve.within()) * Math.abs(truth);
      assertThat(Math.abs(rate.rate() - truth)).as("%s", rate).isLessThanOrEqualTo(most);
    }
  }

  private static double[] autoregression(RandomStream noise, double rho, int n) {
    double[] x = new double[n];
    x[0] = noise.nextGaussian();
    for (int k = 1; k < n; k++) {
      x[k] = rho * x[k - 1] + Math.sqrt(1 - rho * rho) * noise.nextGaussian();
    }
    return x;
  }

  private static RateEstimate rate(double[] errors) {
    RateFit fit = RateFit.whole();
    for (int k = 0; k < errors.length; k++) {
      if (fit.wants(k)) {
        fit.add(k, errors[k]);
      }
    }
    return fit.estimate();
  }

  /** Of 1,000 floors at most 25 have a rate: were one in a hundred to have one, P < 1e-4. */
  @ParameterizedTest
  @CsvSource({
    "0, 12",
    "0, 100",
    "0, 1000",
    "0.5, 12",
    "0.5, 100",
    "0.5, 1000",
    "0.9, 12",
    "0.9, 100",
    "0.9, 1000",
    "0.99, 12",
    "0.99, 100",
    "0.99, 1000"
  })
  void aFloorHasNoRateHoweverCorrelatedItIs(double rho, int steps) {
    RandomStream noise = Streams.ofSweep(34, "floors");
    int logs = 0;
    int squares = 0;
    for (int run = 0; run < 1_000; run++) {
      double[] x = autoregression(noise, rho, steps);
      double[] errors = Arrays.stream(x).map(e -> 1e-5 * Math.exp(e)).toArray();
      logs += rate(errors).isPresent() ? 1 : 0;
      errors = Arrays.stream(x).map(e -> 1e-5 * e * e).toArray();
      squares += rate(errors).isPresent() ? 1 : 0;
    }
    assertThat(logs).isLessThanOrEqualTo(25);
    assertThat(squares).isLessThanOrEqualTo(25);
  }

  /**
   * Share of runs in which rate ± 1.96 stderr holds the rate, as docs/analysis.md states it. Of
   * 1,000 runs: a range of four standard deviations about the share there, false alarm below 1e-4.
   */
  @ParameterizedTest
  @CsvSource({"0, 0.95, 0.028", "0.5, 0.74, 0.056", "0.9, 0.34, 0.060", "0.99, 0.14, 0.045"})
  void theStandardErrorCoversAsStated(double rho, double stated, double within) {
    RandomStream noise = Streams.ofSweep(34, "coverage");
    int present = 0;
    int covered = 0;
    for (int run = 0; run < 1_000; run++) {
      double[] errors = autoregression(noise, rho, 200);
      for (int k = 0; k < errors.length; k++) {
        errors[k] = Math.exp(-0.1 * k + 0.3 * errors[k]);
      }
      RateEstimate rate = rate(errors);
      present += rate.isPresent() ? 1 : 0;
      covered += Math.abs(rate.rate() - 0.1) <= 1.96 * rate.stderr() ? 1 : 0;
    }
    assertThat(present).isEqualTo(1_000);
    assertThat(covered / 1_000.0).isBetween(stated - within, stated + within);
  }
}
