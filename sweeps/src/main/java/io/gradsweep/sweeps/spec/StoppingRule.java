package io.gradsweep.sweeps.spec;

/** Says when cells have replicates enough. */
public sealed interface StoppingRule permits PrecisionRule, VerdictRule {

  /** The rule as written. */
  String text();

  /** All of it in one spelling, which determines its decisions. */
  String spelling();
}
