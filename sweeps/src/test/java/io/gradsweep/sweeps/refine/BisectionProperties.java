package io.gradsweep.sweeps.refine;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.sweeps.spec.AxisScale;
import io.gradsweep.sweeps.spec.RefineSpec;
import io.gradsweep.sweeps.spec.WhichCrossing;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Properties of every search, however its axis answers. */
class BisectionProperties {

  /** A grid, what is asked of it, and how its values answer. */
  record Case(double[] grid, RefineSpec spec, boolean whole, Answers answers, long seed) {

    Bisection search() {
      return new Bisection(spec, whole, x -> x >= 0.01);
    }

    Side answer(double x) {
      Random random = new Random(Double.hashCode(x) * 31L + seed);
      random.nextInt();
      return switch (answers) {
        case ONE_EDGE -> Searches.holds(x < grid[0] + edge() * (grid[grid.length - 1] - grid[0]));
        case WAVES -> Searches.holds(Math.sin(x * (1 + edge() * 20)) > 0);
        case NOISE -> Searches.holds(random.nextBoolean());
        case HOLES -> Side.values()[random.nextInt(40) == 0 ? 2 : random.nextInt(2)];
      };
    }

    private double edge() {
      return new Random(seed).nextDouble() * 1.4 - 0.2;
    }
  }

  enum Answers {
    ONE_EDGE,
    WAVES,
    NOISE,
    HOLES
  }

  @Provide
  Arbitrary<Case> cases() {
    Arbitrary<RefineSpec> specs =
        Combinators.combine(
                Arbitraries.of("0.1%", "5%", "1e-3", "0.5", "1e-17%"),
                Arbitraries.integers().between(0, 4),
                Arbitraries.integers().between(0, 3),
                Arbitraries.of(WhichCrossing.values()),
                Arbitraries.of(AxisScale.values()))
            .as(Searches::spec);
    return Combinators.combine(
            Arbitraries.integers().between(1, 2000).set().ofMinSize(2).ofMaxSize(9),
            specs,
            Arbitraries.of(true, false),
            Arbitraries.of(Answers.values()),
            Arbitraries.longs())
        .as(
            (values, spec, whole, answers, seed) ->
                new Case(
                    values.stream().mapToDouble(i -> whole ? i : i / 16.0).sorted().toArray(),
                    spec,
                    whole,
                    answers,
                    seed));
  }

  @Property(tries = 200)
  void aSearchEndsWithinItsBound(@ForAll("cases") Case given) {
    Searches.End end = Searches.run(given.search(), given.grid(), given::answer);
    assertThat((long) end.verdicts().size())
        .isLessThanOrEqualTo(given.search().mostTrials(given.grid()));
    assertThat(end.boundary().trials()).isEqualTo(end.verdicts().size());
    assertThat(end.boundary().state()).isNotEqualTo(BoundaryState.OPEN);
  }

  @Property(tries = 200)
  void theOrderOfAnswersAndOtherValuesCountForNothing(@ForAll("cases") Case given) {
    Searches.End atOnce = Searches.run(given.search(), given.grid(), given::answer);
    Random random = new Random(given.seed());
    Map<Double, Side> strays = new HashMap<>();
    for (int i = 0; i < 50; i++) {
      strays.put(random.nextDouble() * 100 + 1e-9, Side.values()[random.nextInt(3)]);
    }
    Searches.End piecemeal =
        Searches.run(
            given.search(), given.grid(), given::answer, asked -> some(asked, random), strays);
    assertThat(piecemeal).isEqualTo(atOnce);
  }

  private static List<Double> some(List<Double> asked, Random random) {
    List<Double> some = new ArrayList<>(asked);
    Collections.shuffle(some, random);
    return some.subList(0, 1 + random.nextInt(some.size()));
  }

  @Property(tries = 200)
  void aNarrowBracketIsBetweenNeighboursThatDiffer(@ForAll("cases") Case given) {
    Searches.End end = Searches.run(given.search(), given.grid(), given::answer);
    end.boundary()
        .bracket()
        .filter(b -> end.boundary().middle().isPresent())
        .ifPresent(
            bracket -> {
              TreeMap<Double, Side> all = new TreeMap<>(end.verdicts());
              assertThat(all.higherKey(bracket.lower())).isEqualTo(bracket.upper());
              assertThat(all.get(bracket.lower())).isNotEqualTo(all.get(bracket.upper()));
              assertThat(end.boundary().middle().getAsDouble())
                  .isBetween(bracket.lower(), bracket.upper());
            });
  }

  @Property(tries = 200)
  void aValueAskedBetweenTwoIsInTheMiddleTenth(
      @ForAll("cases") Case given, @ForAll("pairs") double[] pair) {
    ShortDecimal decimals = new ShortDecimal(given.spec().scale(), false);
    double x = decimals.bisecting(pair[0], pair[1]).orElseThrow();
    double share = decimals.width(pair[0], x) / decimals.width(pair[0], pair[1]);
    assertThat(share).isBetween(0.45 - 1e-9, 0.55 + 1e-9);
  }

  @Provide
  Arbitrary<double[]> pairs() {
    return Combinators.combine(
            Arbitraries.integers().between(-9, 9),
            Arbitraries.integers().between(1, 9999),
            Arbitraries.integers().between(1, 99_999_999))
        .as(
            (exponent, figures, more) ->
                new double[] {
                  Double.parseDouble(figures + "e" + exponent),
                  Double.parseDouble((figures + more) + "e" + exponent)
                });
  }

  /** A tenth of the axis asks the same questions, a tenth of each. */
  @Property(tries = 200)
  void aPowerOfTenChangesNothing(@ForAll("pairs") double[] pair) {
    for (AxisScale scale : AxisScale.values()) {
      ShortDecimal decimals = new ShortDecimal(scale, false);
      double x = decimals.bisecting(pair[0], pair[1]).orElseThrow();
      assertThat(decimals.bisecting(tenth(pair[0]), tenth(pair[1]))).contains(tenth(x));
    }
  }

  private static double tenth(double x) {
    return ShortDecimal.decimal(x).movePointLeft(1).doubleValue();
  }
}
