package io.gradsweep.workers.simulations.attention;

import io.gradsweep.results.random.Streams;

/**
 * The task of a trial: one sequence to train on, one held out, the initial weights, and the losses
 * of the exact filter on the sequences. Embeddings are the same in the whole study; chains, noise
 * and initial weights are drawn in each replicate, from separate streams, and are the same for
 * every update rule and step size.
 *
 * @param test null if nothing is held out
 */
record Task(
    TokenSequence train,
    TokenSequence test,
    HeadMatrices start,
    double entropyRate,
    double filterTrainLoss,
    double filterTestLoss) {

  static Task of(Settings settings, Streams streams) {
    RingChain chain =
        RingChain.of(settings.numSymbols, settings.selfProbability, settings.exactSelf);
    double[][] embeddings =
        TokenSequence.embeddings(
            settings.numSymbols, settings.inputDimension, streams.perStudy("embeddings"));
    TokenSequence train =
        sequence(settings, chain, embeddings, settings.sequenceLength, "train", streams);
    TokenSequence test =
        settings.testLength == 0
            ? null
            : sequence(settings, chain, embeddings, settings.testLength, "test", streams);
    BayesFilter filter = new BayesFilter(chain, embeddings, settings.noise);
    return new Task(
        train,
        test,
        start(settings, train, streams),
        chain.entropyRate(),
        filter.loss(train),
        test == null ? Double.NaN : filter.loss(test));
  }

  private static TokenSequence sequence(
      Settings settings,
      RingChain chain,
      double[][] embeddings,
      int length,
      String purpose,
      Streams streams) {
    int[] walk = chain.walk(length, streams.perReplicate(purpose + "-chain"));
    return TokenSequence.of(
        walk, embeddings, settings.noise, streams.perReplicate(purpose + "-noise"));
  }

  /** Free values start at the values that a projection would have given. */
  private static HeadMatrices start(Settings settings, TokenSequence train, Streams streams) {
    HeadMatrices drawn =
        HeadMatrices.random(
            settings.inputDimension,
            settings.keyDimension,
            settings.valueDimension,
            settings.numSymbols,
            settings.initScale,
            streams.perReplicate("init"));
    if (!settings.freeValues) {
      return drawn;
    }
    CausalHead head = new CausalHead(train, drawn, false);
    head.project(drawn);
    return new HeadMatrices(drawn.q(), drawn.k(), head.v(), drawn.o());
  }
}
