package io.gradsweep.workers.simulations.attention;

import static io.gradsweep.workers.numeric.DenseMatrix.Op.AS_IS;
import static io.gradsweep.workers.numeric.DenseMatrix.Op.TRANSPOSED;

import io.gradsweep.workers.numeric.DenseMatrix;
import io.gradsweep.workers.numeric.PseudoInverse;

/**
 * The M-step in closed form. At fixed α and W_O the logits are linear in W_V, and the Hessian of
 * the cross-entropy in the logits is at most ½ I. With F = A X this bounds L(W_V + Δ) by L + ⟨G_V,
 * Δ⟩ + ‖F Δ W_O‖² / (4n), which is least at Δ = -2n (FᵀF)⁺ Fᵀ D W_O⁺. This step never raises the
 * loss, and it is the shortest of all steps that reach the least value. If a sequence is short, or
 * its inputs are without noise, F lacks some directions: the step does not change W_V along them.
 * Steps allocate nothing. Serves one thread.
 */
final class ClosedFormValues {

  private final CausalHead head;
  private final DenseMatrix f;

  /** For each row block: the inputs that it sees, and its rows of F. */
  private final DenseMatrix[] seen;

  private final DenseMatrix[] gathered;
  private final DenseMatrix gram;
  private final PseudoInverse gramInverse;
  private final DenseMatrix r;
  private final DenseMatrix readoutGram;
  private final PseudoInverse readoutInverse;

  /** (W_O⁺)ᵀ. */
  private final DenseMatrix readout;

  private final DenseMatrix rhs;
  private final DenseMatrix change;

  ClosedFormValues(CausalHead head) {
    this.head = head;
    int inputs = head.data().x().columns();
    int symbols = head.d().columns();
    int values = head.v().columns();
    int n = head.data().size();
    f = new DenseMatrix(n, inputs);
    seen = new DenseMatrix[head.blocks().length];
    gathered = new DenseMatrix[seen.length];
    for (int b = 0; b < seen.length; b++) {
      RowBlock block = head.blocks()[b];
      seen[b] = head.data().x().rowRange(0, block.to);
      gathered[b] = f.rowRange(block.from, block.to);
    }
    gram = new DenseMatrix(inputs, inputs);
    gramInverse = new PseudoInverse(inputs, n);
    r = new DenseMatrix(inputs, symbols);
    int order = Math.min(symbols, values);
    readoutGram = new DenseMatrix(order, order);
    readoutInverse = new PseudoInverse(order, Math.max(symbols, values));
    readout = new DenseMatrix(values, symbols);
    rhs = new DenseMatrix(inputs, values);
    change = new DenseMatrix(inputs, values);
  }

  /** W_V ← W_V + Δ, at the point of the head's last pass. */
  void step(HeadMatrices w) {
    gatherInputs();
    gram.setProduct(1, f, TRANSPOSED, f, AS_IS, 0);
    r.setProduct(1, f, TRANSPOSED, head.d(), AS_IS, 0);
    invertReadout(w.o());
    rhs.setProduct(1, r, AS_IS, readout, TRANSPOSED, 0);
    change.setProduct(-2.0 * head.data().size(), gramInverse.of(gram), AS_IS, rhs, AS_IS, 0);
    w.v().add(1, change);
  }

  /** F = A X: what each query gathers of the inputs. */
  private void gatherInputs() {
    for (int b = 0; b < seen.length; b++) {
      RowBlock block = head.blocks()[b];
      head.route(block);
      gathered[b].setProduct(1, block.alpha, AS_IS, seen[b], AS_IS, 0);
    }
  }

  /** From the smaller of the two Gram matrices: W_O⁺ = (W_OᵀW_O)⁺ W_Oᵀ = W_Oᵀ (W_O W_Oᵀ)⁺. */
  private void invertReadout(DenseMatrix o) {
    if (o.rows() >= o.columns()) {
      readoutGram.setProduct(1, o, TRANSPOSED, o, AS_IS, 0);
      readout.setProduct(1, o, AS_IS, readoutInverse.of(readoutGram), AS_IS, 0);
    } else {
      readoutGram.setProduct(1, o, AS_IS, o, TRANSPOSED, 0);
      readout.setProduct(1, readoutInverse.of(readoutGram), AS_IS, o, AS_IS, 0);
    }
  }
}
