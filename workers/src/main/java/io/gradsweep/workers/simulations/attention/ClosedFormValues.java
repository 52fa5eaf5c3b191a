package io.gradsweep.workers.simulations.attention;

import static io.gradsweep.workers.numeric.DenseMatrix.Op.AS_IS;
import static io.gradsweep.workers.numeric.DenseMatrix.Op.TRANSPOSED;

import io.gradsweep.workers.api.NumericalBreakdown;
import io.gradsweep.workers.numeric.CholeskyFactor;
import io.gradsweep.workers.numeric.DenseMatrix;

/**
 * The M-step in closed form. At fixed α and W_O the logits are linear in W_V, and the Hessian of
 * the cross-entropy in the logits is at most ½ I. With F = A X this bounds L(W_V + Δ) by L + ⟨G_V,
 * Δ⟩ + ‖F Δ W_O‖² / (4n), whose least value is at Δ = -2n (FᵀF)⁻¹ Fᵀ D W_O⁺: a step that never
 * raises the loss.
 */
final class ClosedFormValues {

  /** Of the right-hand side: what a solution may miss of it before it is no longer believed. */
  private static final double RESIDUAL = 1e-6;

  private final CausalHead head;
  private final DenseMatrix f;
  private final DenseMatrix gram;
  private final CholeskyFactor gramFactor;
  private final DenseMatrix r;

  /** W_O⁺ where C > d_v, its transpose where C ≤ d_v. */
  private final DenseMatrix inverse;

  private final DenseMatrix readoutGram;
  private final CholeskyFactor readoutFactor;
  private final DenseMatrix change;
  private final DenseMatrix residual;

  ClosedFormValues(CausalHead head) {
    this.head = head;
    int inputs = head.data().x().columns();
    int symbols = head.d().columns();
    int values = head.v().columns();
    f = new DenseMatrix(head.data().size(), inputs);
    gram = new DenseMatrix(inputs, inputs);
    gramFactor = new CholeskyFactor(inputs);
    r = new DenseMatrix(inputs, symbols);
    int least = Math.min(symbols, values);
    inverse = new DenseMatrix(Math.max(symbols, values), least);
    readoutGram = new DenseMatrix(least, least);
    readoutFactor = new CholeskyFactor(least);
    change = new DenseMatrix(values, inputs);
    residual = new DenseMatrix(values, inputs);
  }

  /** W_V ← W_V + Δ, at the point of the head's last pass. */
  void step(HeadMatrices w) {
    gatherInputs();
    gram.setProduct(1, f, TRANSPOSED, f, AS_IS, 0);
    gramFactor.factorise(gram);
    r.setProduct(1, f, TRANSPOSED, head.d(), AS_IS, 0);
    invertReadout(w.o());
    boolean tall = w.o().rows() >= w.o().columns();
    double scale = -2.0 * head.data().size();
    change.setProduct(scale, inverse, tall ? AS_IS : TRANSPOSED, r, TRANSPOSED, 0);
    residual.write(change);
    gramFactor.solveRows(change);
    certify();
    for (int i = 0; i < change.columns(); i++) {
      for (int j = 0; j < change.rows(); j++) {
        w.v().set(i, j, w.v().get(i, j) + change.get(j, i));
      }
    }
  }

  /** {@link #residual} holds the right-hand side. */
  private void certify() {
    double size = HeadMatrices.norm(residual);
    residual.setProduct(-1, change, AS_IS, gram, AS_IS, 1);
    double missed = HeadMatrices.norm(residual);
    if (!(missed <= RESIDUAL * size)) {
      throw new NumericalBreakdown(
          "closed-form values: the residual is %s of a right-hand side of %s"
              .formatted(missed, size));
    }
  }

  /** F = A X: what each query gathers of the inputs. */
  private void gatherInputs() {
    for (RowBlock block : head.blocks()) {
      head.route(block);
      DenseMatrix seen = head.data().x().rowRange(0, block.to());
      f.rowRange(block.from(), block.to()).setProduct(1, block.alpha(), AS_IS, seen, AS_IS, 0);
    }
  }

  private void invertReadout(DenseMatrix o) {
    if (o.rows() >= o.columns()) {
      readoutGram.setProduct(1, o, TRANSPOSED, o, AS_IS, 0);
      inverse.write(o);
    } else {
      readoutGram.setProduct(1, o, AS_IS, o, TRANSPOSED, 0);
      for (int i = 0; i < o.rows(); i++) {
        for (int j = 0; j < o.columns(); j++) {
          inverse.set(j, i, o.get(i, j));
        }
      }
    }
    readoutFactor.factorise(readoutGram);
    readoutFactor.solveRows(inverse);
  }
}
