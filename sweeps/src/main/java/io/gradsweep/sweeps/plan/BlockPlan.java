package io.gradsweep.sweeps.plan;

import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.Params;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * An addressable grid: a combination is a mixed-radix number whose last digit turns fastest. A
 * digit is an axis, or several that vary together.
 */
final class BlockPlan {

  /** One digit: the parameters that it sets, and their values for each of its positions. */
  static final class Digit {
    final int[] parameters;
    final ParamValue[][] rows;
    private final Map<List<ParamValue>, Integer> place = new HashMap<>();

    Digit(int[] parameters, ParamValue[][] rows) {
      this.parameters = parameters;
      this.rows = rows;
      for (int row = 0; row < rows.length; row++) {
        place.put(List.of(rows[row]), row);
      }
    }

    /** Whether a row occurs twice. */
    boolean repeats() {
      return place.size() < rows.length;
    }

    /** The row with a trial's values, or -1. */
    int place(Params params) {
      ParamValue[] values = new ParamValue[parameters.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = params.value(parameters[i]);
      }
      return place.getOrDefault(Arrays.asList(values), -1);
    }
  }

  private final Params template;
  private final List<Digit> digits;
  private final Optional<Condition> where;
  private final Optional<String> whereText;
  private final int[] varied;
  private final int[] constant;
  private final long combinations;

  BlockPlan(
      Params template,
      List<Digit> digits,
      Optional<Condition> where,
      Optional<String> whereText,
      long combinations) {
    this.template = template;
    this.digits = digits;
    this.where = where;
    this.whereText = whereText;
    this.combinations = combinations;
    varied = digits.stream().flatMapToInt(d -> Arrays.stream(d.parameters)).toArray();
    boolean[] isVaried = new boolean[template.spec().parameters().size()];
    Arrays.stream(varied).forEach(p -> isVaried[p] = true);
    constant = IntStream.range(0, isVaried.length).filter(p -> !isVaried[p]).toArray();
  }

  long combinations() {
    return combinations;
  }

  /** The same grid without its filter. */
  BlockPlan unfiltered() {
    return where.isEmpty()
        ? this
        : new BlockPlan(template, digits, Optional.empty(), Optional.empty(), combinations);
  }

  /** Whether some digit sets the parameter. */
  boolean varies(int parameter) {
    return Arrays.stream(varied).anyMatch(p -> p == parameter);
  }

  List<Digit> digits() {
    return digits;
  }

  Optional<Condition> where() {
    return where;
  }

  Optional<String> whereText() {
    return whereText;
  }

  Params template() {
    return template;
  }

  /** The parameters of a combination, whether the filter keeps it or not. */
  Params params(long combination) {
    ParamValue[] values = new ParamValue[varied.length];
    long rest = combination;
    int end = varied.length;
    for (int d = digits.size() - 1; d >= 0; d--) {
      Digit digit = digits.get(d);
      ParamValue[] row = digit.rows[(int) (rest % digit.rows.length)];
      rest /= digit.rows.length;
      end -= row.length;
      System.arraycopy(row, 0, values, end, row.length);
    }
    return template.with(varied, values);
  }

  boolean keeps(Params params) {
    return where.isEmpty() || where.get().holds(params);
  }

  /** The combination with these parameters, or -1 if the block does not contain them. */
  long combination(Params params) {
    for (int p : constant) {
      if (!template.value(p).equals(params.value(p))) {
        return -1;
      }
    }
    long combination = 0;
    for (Digit digit : digits) {
      int place = digit.place(params);
      if (place < 0) {
        return -1;
      }
      combination = combination * digit.rows.length + place;
    }
    return keeps(params) ? combination : -1;
  }
}
