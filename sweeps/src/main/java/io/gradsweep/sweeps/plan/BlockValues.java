package io.gradsweep.sweeps.plan;

import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.sweeps.plan.BlockPlan.Digit;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The values that each parameter takes in a block, whatever its filter keeps of them. */
final class BlockValues {

  private final BlockPlan block;
  private final Map<Integer, Set<ParamValue>> varied = new HashMap<>();

  BlockValues(BlockPlan block) {
    this.block = block;
    for (Digit digit : block.digits()) {
      for (int i = 0; i < digit.parameters.length; i++) {
        Set<ParamValue> values = new LinkedHashSet<>();
        for (ParamValue[] row : digit.rows) {
          values.add(row[i]);
        }
        varied.put(digit.parameters[i], values);
      }
    }
  }

  BlockPlan block() {
    return block;
  }

  /** In the order of the block. */
  Set<ParamValue> of(int parameter) {
    Set<ParamValue> values = varied.get(parameter);
    return values == null ? Set.of(block.template().value(parameter)) : values;
  }

  /** Whether some parameter keeps two blocks from sharing a combination. */
  boolean isApart(BlockValues other) {
    for (int p = 0; p < block.template().spec().parameters().size(); p++) {
      if (Collections.disjoint(of(p), other.of(p))) {
        return true;
      }
    }
    return false;
  }

  /** Whether each parameter takes here all values that it takes in the other block. */
  boolean holdsAll(BlockValues other) {
    for (int p = 0; p < block.template().spec().parameters().size(); p++) {
      if (!of(p).containsAll(other.of(p))) {
        return false;
      }
    }
    return true;
  }
}
