package io.gradsweep.workers.simulations.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradsweep.results.random.RandomStream;
import io.gradsweep.results.random.Streams;
import io.gradsweep.workers.numeric.DenseMatrix;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** Properties of every head, sequence and chain. */
class AttentionProperties {

  private static HeadMatrices head(RandomStream random) {
    return HeadMatrices.random(4, 3, 5, 6, 0.8, random);
  }

  /** Causality: what comes later changes nothing before it. */
  @Property(tries = 30)
  void laterInputsDoNotReachEarlierPredictions(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 90) int kept) {
    RandomStream random = Streams.ofSweep(seed, "causality");
    HeadMatrices w = head(random);
    TokenSequence data = Fixture.sequence(random, 100, 4, 6);
    CausalHead before = new CausalHead(data, w, false);
    before.forward(w);
    double[] first = Fixture.entries(before.d().rowRange(0, kept));
    for (int i = kept; i < 100; i++) {
      data.x().set(i, random.nextInt(4), 5 * random.nextGaussian());
    }
    before.forward(w);
    assertThat(Fixture.entries(before.d().rowRange(0, kept))).containsExactly(first, within(1e-15));
  }

  /** Queries times a factor and keys over it route alike, and their gradients scale inversely. */
  @Property(tries = 30)
  void onlyTheProductOfQueriesAndKeysRoutes(
      @ForAll long seed, @ForAll @DoubleRange(min = 0.2, max = 5) double factor) {
    RandomStream random = Streams.ofSweep(seed, "scaling");
    HeadMatrices w = head(random);
    TokenSequence data = Fixture.sequence(random, 30, 4, 6);
    CausalHead head = new CausalHead(data, w, false);
    HeadMatrices g = w.zeros();
    head.forwardAndBack(w, g);
    double loss = head.losses().loss();
    double[] expected = Fixture.entries(g.q());
    DenseMatrix q = w.copy().q();
    DenseMatrix k = w.copy().k();
    w.q().add(factor - 1, q);
    w.k().add(1 / factor - 1, k);
    head.forwardAndBack(w, g);
    assertThat(head.losses().loss()).isCloseTo(loss, within(1e-13));
    double[] scaled = Arrays.stream(Fixture.entries(g.q())).map(x -> factor * x).toArray();
    assertThat(scaled).containsExactly(expected, within(1e-12));
  }

  /** An orthogonal change of the value space, here a permutation, is none to the loss. */
  @Property(tries = 30)
  void orderOfTheValueDimensionsDoesNotMatter(@ForAll long seed) {
    RandomStream random = Streams.ofSweep(seed, "order");
    HeadMatrices w = head(random);
    TokenSequence data = Fixture.sequence(random, 30, 4, 6);
    HeadMatrices turned = w.copy();
    for (int d = 0; d < 5; d++) {
      for (int i = 0; i < 4; i++) {
        turned.v().set(i, (d + 2) % 5, w.v().get(i, d));
      }
      for (int c = 0; c < 6; c++) {
        turned.o().set((d + 2) % 5, c, w.o().get(d, c));
      }
    }
    CausalHead head = new CausalHead(data, w, false);
    head.forward(w);
    double loss = head.losses().loss();
    head.forward(turned);
    assertThat(head.losses().loss()).isCloseTo(loss, within(1e-13));
  }

  @Property(tries = 50)
  void chainsAreDoublyStochastic(
      @ForAll @IntRange(min = 2, max = 64) int symbols,
      @ForAll @DoubleRange(min = 0, max = 0.99) double self,
      @ForAll boolean exact) {
    RingChain chain = RingChain.of(symbols, self, exact);
    double out = 0;
    double in = 0;
    for (int j = 0; j < symbols; j++) {
      assertThat(chain.probability(0, j)).isBetween(0.0, 1.0);
      assertThat(chain.probability(0, j)).isCloseTo(chain.probability(j, 0), within(1e-15));
      out += chain.probability(0, j);
      in += chain.probability(j, 0);
    }
    assertThat(out).isCloseTo(1, within(1e-12));
    assertThat(in).isCloseTo(1, within(1e-12));
    assertThat(chain.entropyRate()).isBetween(0.0, StrictMath.log(symbols) + 1e-12);
  }
}
