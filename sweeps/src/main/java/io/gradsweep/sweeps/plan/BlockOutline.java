package io.gradsweep.sweeps.plan;

import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.ParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A summary of a block of a plan.
 *
 * @param where its filter, as written
 * @param fixed parameters that do not vary, with the value that every trial of the block has
 */
public record BlockOutline(
    List<AxisOutline> axes, Optional<String> where, Map<String, ParamValue> fixed) {

  /**
   * A parameter that varies.
   *
   * @param values the first ones, as the parameter's declaration reads them
   * @param last the last one
   * @param count number of values
   * @param zippedWith parameters that vary together with it
   */
  public record AxisOutline(
      String name, List<ParamValue> values, ParamValue last, int count, List<String> zippedWith) {}

  /**
   * @param mostValues most values shown of an axis
   */
  static BlockOutline of(BlockPlan block, List<ParameterSpec> parameters, int mostValues) {
    List<AxisOutline> axes = new ArrayList<>();
    Map<String, ParamValue> fixed = new LinkedHashMap<>();
    for (int p = 0; p < parameters.size(); p++) {
      fixed.put(parameters.get(p).name(), block.template().value(p));
    }
    for (BlockPlan.Digit digit : block.digits()) {
      List<String> names =
          Arrays.stream(digit.parameters).mapToObj(p -> parameters.get(p).name()).toList();
      for (int i = 0; i < names.size(); i++) {
        String name = names.get(i);
        int column = i;
        ParamValue[][] rows = digit.rows;
        axes.add(
            new AxisOutline(
                name,
                Arrays.stream(rows).limit(mostValues).map(row -> row[column]).toList(),
                rows[rows.length - 1][column],
                rows.length,
                names.stream().filter(other -> !other.equals(name)).toList()));
        fixed.remove(name);
      }
    }
    return new BlockOutline(List.copyOf(axes), block.whereText(), fixed);
  }
}
