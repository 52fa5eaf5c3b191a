package io.gradsweep.sweeps.read;

import static io.gradsweep.sweeps.Descent.sweep;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.sweeps.Descent;
import io.gradsweep.sweeps.spec.Axis;
import io.gradsweep.sweeps.spec.Sweep;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Values that are drawn: expressions of one axis are independent, and what was drawn stays. */
class TestDraws {

  /** Of gradsweep 0.1: uniform(0, 1, 4) on step_size, base seed 0. */
  private static final List<Double> FIRST =
      List.of(0.5672332266378238, 0.30068552739876264, 0.7934267803728877, 0.5211698180095693);

  private static List<Double> values(Sweep sweep, int block, String axis) {
    return sweep.grid().blocks().get(block).axes().stream()
        .filter(a -> a.name().equals(axis))
        .map(Axis::values)
        .flatMap(List::stream)
        .map(ParamValue::column)
        .map(Double.class::cast)
        .toList();
  }

  private static List<Double> stepSizes(String text, String... overrides) {
    return values(Descent.parse(text, overrides).sweep().orElseThrow(), 0, "step_size");
  }

  private static String axis(String values) {
    return sweep("grid: {step_size: " + values + "}");
  }

  @Test
  void theFirstExpressionOfAnAxisDrawsAsEver() {
    assertThat(stepSizes(axis("'uniform(0, 1, 4)'"))).isEqualTo(FIRST);
    assertThat(stepSizes(axis("['uniform(0, 1, 4)', 'uniform(2, 3, 4)']")))
        .startsWith(array(FIRST));
    assertThat(stepSizes(axis("['linspace(8, 9, 3)', 'uniform(0, 1, 4)']"))).endsWith(array(FIRST));
  }

  private static Double[] array(List<Double> values) {
    return values.toArray(Double[]::new);
  }

  @Test
  void expressionsOfOneAxisAreIndependent() {
    List<Double> values = stepSizes(axis("['uniform(0, 1, 500)', 'uniform(2, 3, 500)']"));
    double r = correlation(values.subList(0, 500), values.subList(500, 1000));
    // of independent uniforms 0.045 times a normal: beyond four of that once in 16,000 seeds
    assertThat(Math.abs(r)).isLessThan(0.18);
    assertThat(values).doesNotHaveDuplicates();
    List<Double> logarithmic = stepSizes(axis("['uniform(0, 1, 500)', 'log_uniform(1, 2, 500)']"));
    assertThat(Math.abs(correlation(logarithmic.subList(0, 500), logarithmic.subList(500, 1000))))
        .isLessThan(0.18);
    List<Double> same =
        stepSizes(axis("['uniform(0, 1, 4)', 'uniform(0, 1, 4)', 'uniform(0, 1, 4)']"));
    assertThat(same).hasSize(12).doesNotHaveDuplicates();
  }

  private static double correlation(List<Double> x, List<Double> y) {
    double meanX = x.stream().mapToDouble(v -> v).average().orElseThrow();
    double meanY = y.stream().mapToDouble(v -> v).average().orElseThrow();
    double xx = 0;
    double xy = 0;
    double yy = 0;
    for (int i = 0; i < x.size(); i++) {
      xx += (x.get(i) - meanX) * (x.get(i) - meanX);
      xy += (x.get(i) - meanX) * (y.get(i) - meanY);
      yy += (y.get(i) - meanY) * (y.get(i) - meanY);
    }
    return xy / Math.sqrt(xx * yy);
  }

  @Test
  void moreDrawsBeginWithTheFirstOnes() {
    List<Double> few = stepSizes(axis("['uniform(0, 1, 4)', 'log_uniform(2, 3, 4)']"));
    List<Double> many = stepSizes(axis("['uniform(0, 1, 9)', 'log_uniform(2, 3, 7)']"));
    assertThat(many.subList(0, 4)).isEqualTo(few.subList(0, 4));
    assertThat(many.subList(9, 13)).isEqualTo(few.subList(4, 8));
  }

  /** Blocks are arms of a comparison: the same expression is the same values in each of them. */
  @Test
  void blocksShareTheirDraws() {
    String drawn = "step_size: ['uniform(0, 1, 4)', 'uniform(2, 3, 4)']";
    Sweep sweep =
        Descent.parse(
                sweep(
                    "grid: [{optimizer: gradient, %1$s}, {optimizer: natural, %1$s}]"
                        .formatted(drawn)))
            .sweep()
            .orElseThrow();
    assertThat(values(sweep, 1, "step_size"))
        .isEqualTo(values(sweep, 0, "step_size"))
        .startsWith(array(FIRST));
  }

  @Test
  void axesOfAZipAndOverridesDrawAlike() {
    String zip = "grid: {zip: {step_size: 'uniform(0, 1, 4)', noise: 'uniform(0, 1, 4)'}}";
    Sweep zipped = Descent.parse(sweep(zip)).sweep().orElseThrow();
    assertThat(values(zipped, 0, "step_size")).isEqualTo(FIRST);
    assertThat(values(zipped, 0, "noise")).doesNotContainAnyElementsOf(FIRST);
    assertThat(stepSizes(axis("1"), "step_size=uniform(0,1,4),uniform(2,3,4)"))
        .isEqualTo(stepSizes(axis("['uniform(0, 1, 4)', 'uniform(2, 3, 4)']")));
  }

  /** A study of 0.1 keeps the draws that it ran, the repeated ones too. */
  @Test
  void anOldStudyKeepsItsDraws() {
    String text = axis("['uniform(0, 1, 4)', 'uniform(2, 3, 4)']");
    Sweep old = SweepReader.parseStored(text, "sweep.yaml").sweep().orElseThrow();
    List<Double> repeated = FIRST.stream().map(x -> 2 + x).toList();
    assertThat(values(old, 0, "step_size"))
        .isEqualTo(Stream.concat(FIRST.stream(), repeated.stream()).toList());
    String printed = SweepPrinter.print(old);
    assertThat(SweepReader.parseStored(printed, "s").sweep().orElseThrow().grid().blocks())
        .isEqualTo(old.grid().blocks());
  }
}
