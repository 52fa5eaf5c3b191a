package io.gradsweep.sweeps.read;

import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.sweeps.spec.Axis;
import io.gradsweep.sweeps.spec.ValueRule;
import java.util.List;

/**
 * The expressions of one axis, one after the other. Each drawn one has its own stream, so that none
 * repeats the draws of another; the first one uses the axis' stream.
 */
final class Expansion {

  private final String axis;
  private final long seed;
  private final ValueRule rule;
  private int drawn;

  /**
   * @param seed base seed of the sweep
   */
  Expansion(String axis, long seed, ValueRule rule) {
    this.axis = axis;
    this.seed = seed;
    this.rule = rule;
  }

  List<ParamValue> values(ValueExpression expression) {
    if (!expression.isDrawn()) {
      return expression.values();
    }
    drawn++;
    boolean own = drawn > 1 && rule != ValueRule.DOUBLES;
    String purpose = "axis:" + axis + (own ? ":" + drawn : "");
    return expression.values(Streams.ofSweep(seed, purpose));
  }

  /** Whether an axis' written text gives the axis' values with this seed and rule. */
  static boolean keeps(Axis axis, long seed, ValueRule rule) {
    Expansion expansion = new Expansion(axis.name(), seed, rule);
    int end = 0;
    try {
      for (String item : axis.written()) {
        int start = end;
        if (ValueExpression.hasForm(item)) {
          List<ParamValue> values = expansion.values(ValueExpression.parse(item, rule));
          end = start + values.size();
          if (end > axis.values().size() || !axis.values().subList(start, end).equals(values)) {
            return false;
          }
        } else {
          end++; // a value, as it is
        }
      }
    } catch (IllegalArgumentException e) {
      return false; // an expression that this rule refuses
    }
    return end == axis.values().size();
  }
}
