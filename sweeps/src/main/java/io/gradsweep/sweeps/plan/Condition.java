package io.gradsweep.sweeps.plan;

import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.Params;
import io.gradsweep.sweeps.spec.ValueRule;
import java.util.Set;

/**
 * An expression over names, parsed and checked: a filter's over parameters, or one over the columns
 * of rows. Numbers are doubles; a name without a value makes every comparison with it false.
 */
final class Condition {

  /** A part of the expression. Truth is 1 or 0; NaN is neither and counts as false. */
  interface Node {
    double number(RowValues values);

    /** The text, if the term is one; null for a number. */
    default String text(RowValues values) {
      return null;
    }
  }

  private final Node term;
  private final Set<String> names;
  private final int parts;
  private final ValueRule rule;

  Condition(Node term, Set<String> names, int parts, ValueRule rule) {
    this.term = term;
    this.names = Set.copyOf(names);
    this.parts = parts;
    this.rule = rule;
  }

  /** The rule that determines the meaning of the text. */
  ValueRule rule() {
    return rule;
  }

  /** Number of signs, names and numbers of the expression, which is the cost of its evaluation. */
  int parts() {
    return parts;
  }

  boolean holds(Params params) {
    return holds(params::value);
  }

  boolean holds(RowValues values) {
    return term.number(values) == 1;
  }

  /** The value of an expression that is a number; NaN for none. */
  double number(RowValues values) {
    return term.number(values);
  }

  /** The names that the expression uses. */
  Set<String> names() {
    return names;
  }

  /** A name as a term. */
  record Variable(int index) implements Node {
    @Override
    public double number(RowValues values) {
      ParamValue value = values.value(index);
      if (value instanceof ParamValue.Whole whole) {
        return whole.value();
      }
      if (value instanceof ParamValue.Real real) {
        return real.value();
      }
      return value instanceof ParamValue.Flag flag ? (flag.value() ? 1 : 0) : Double.NaN;
    }

    @Override
    public String text(RowValues values) {
      return values.value(index) instanceof ParamValue.Text text ? text.value() : null;
    }
  }

  record WrittenText(String value) implements Node {
    @Override
    public double number(RowValues values) {
      return Double.NaN;
    }

    @Override
    public String text(RowValues values) {
      return value;
    }
  }

  /** A comparison of numbers; by the rule of 0.1 also of texts, by equality alone. */
  record Relation(String operator, Node left, Node right) implements Node {
    @Override
    public double number(RowValues values) {
      String leftText = left.text(values);
      String rightText = right.text(values);
      boolean holds;
      if (leftText != null || rightText != null) {
        boolean equal = leftText != null && leftText.equals(rightText);
        holds = operator.equals("==") ? equal : operator.equals("!=") && !equal;
      } else {
        holds = compare(left.number(values), right.number(values));
      }
      return holds ? 1 : 0;
    }

    private boolean compare(double a, double b) {
      return switch (operator) {
        case "==" -> a == b;
        case "!=" -> a != b && !Double.isNaN(a) && !Double.isNaN(b);
        case "<" -> a < b;
        case "<=" -> a <= b;
        case ">" -> a > b;
        default -> a >= b;
      };
    }
  }
}
