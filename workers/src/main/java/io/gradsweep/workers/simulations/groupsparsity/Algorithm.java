package io.gradsweep.workers.simulations.groupsparsity;

/** The estimators of group-sparse weights. */
enum Algorithm {
  /** Weight normalisation, with the step 1/u^(2d) for v throughout. */
  ALG1,
  /** As {@link #ALG1}, until a switch to a fixed step for v. */
  ALG2,
  PLAIN_GD,
  U2_SPARSE,
  U2_SIGNED,
  GROUP_LASSO,
  PRIMAL_DUAL,
  LASSO,
  RIDGE;

  /** Whether the network has u, v with w_l = u_l^d v_l. */
  boolean groupNet() {
    return this == ALG1 || this == ALG2 || this == PLAIN_GD;
  }

  boolean normalises() {
    return this == ALG1 || this == ALG2;
  }

  /** Whether it is a {@link Descent}. */
  boolean descends() {
    return groupNet() || squareNet();
  }

  boolean squareNet() {
    return this == U2_SPARSE || this == U2_SIGNED;
  }
}
