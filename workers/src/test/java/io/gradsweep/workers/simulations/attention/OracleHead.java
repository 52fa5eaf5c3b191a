package io.gradsweep.workers.simulations.attention;

/** The head of oracle/attention.py of a shape: inputs, labels and weights by formula. */
record OracleHead(int n, int symbols, int inputs, int keys, int values) {

  TokenSequence data() {
    int[] labels = new int[n];
    for (int t = 0; t < n; t++) {
      labels[t] = (t * t + 1) % symbols;
    }
    return new TokenSequence(Fixture.formula(1000, n, inputs, 2), labels, labels);
  }

  HeadMatrices weights() {
    return new HeadMatrices(
        Fixture.formula(0, inputs, keys, 1.5),
        Fixture.formula(200, inputs, keys, 1.5),
        Fixture.formula(400, inputs, values, 1.5),
        Fixture.formula(600, values, symbols, 1.5));
  }
}
