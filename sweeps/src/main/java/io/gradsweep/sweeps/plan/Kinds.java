package io.gradsweep.sweeps.plan;

import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.sweeps.plan.BlockPlan.Digit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The rows of a block's digits that differ for the possible holders. Rows that are alike for all
 * holders (each has both or neither, and no filter names the difference) are of one kind, and one
 * of them represents all.
 */
record Kinds(BlockPlan block, List<BlockPlan> holders) {

  List<Digit> digits() {
    return block.digits().stream().map(this::kinds).toList();
  }

  /** A digit with one row of each kind. */
  private Digit kinds(Digit digit) {
    List<List<HolderView>> views = holders.stream().map(holder -> views(digit, holder)).toList();
    int[] named = named(digit);
    Map<List<Object>, ParamValue[]> kinds = new LinkedHashMap<>();
    for (ParamValue[] row : digit.rows) {
      List<Object> kind = new ArrayList<>();
      Arrays.stream(named).forEach(i -> kind.add(row[i]));
      views.forEach(holder -> kind.add(seen(holder, row)));
      kinds.putIfAbsent(kind, row);
    }
    return new Digit(digit.parameters, kinds.values().toArray(ParamValue[][]::new));
  }

  /** Places in a digit's rows of the parameters that some filter names. */
  private int[] named(Digit digit) {
    Set<String> names = new HashSet<>();
    Stream.concat(Stream.of(block), holders.stream())
        .forEach(b -> b.where().ifPresent(where -> names.addAll(where.names())));
    return IntStream.range(0, digit.parameters.length)
        .filter(i -> names.contains(name(digit.parameters[i])))
        .toArray();
  }

  private String name(int parameter) {
    return block.template().spec().parameters().get(parameter).name();
  }

  /** Everything that a holder sees of a row; nothing if it cannot contain the row. */
  private static List<Object> seen(List<HolderView> holder, ParamValue[] row) {
    List<Object> seen = new ArrayList<>();
    for (HolderView view : holder) {
      List<ParamValue> part = view.part(row);
      if (!view.rows().contains(part)) {
        return List.of();
      }
      seen.add(view.whole() ? true : part);
    }
    return seen;
  }

  /**
   * A part of a digit's rows as a holder sees it.
   *
   * @param places of the part in a row
   * @param rows the parts that the holder has
   * @param whole whether this part alone shows that the holder has it
   */
  private record HolderView(int[] places, Set<List<ParamValue>> rows, boolean whole) {
    List<ParamValue> part(ParamValue[] row) {
      return Arrays.stream(places).mapToObj(place -> row[place]).toList();
    }
  }

  private List<HolderView> views(Digit digit, BlockPlan holder) {
    List<HolderView> views = new ArrayList<>();
    for (Digit other : holder.digits()) {
      view(digit, other).ifPresent(views::add);
    }
    for (int place = 0; place < digit.parameters.length; place++) {
      if (!holder.varies(digit.parameters[place])) {
        ParamValue only = holder.template().value(digit.parameters[place]);
        views.add(new HolderView(new int[] {place}, Set.of(List.of(only)), true));
      }
    }
    return views;
  }

  /** Rows that a holder's digit sees, given what the block has fixed. */
  private Optional<HolderView> view(Digit digit, Digit other) {
    int[] shared =
        IntStream.range(0, other.parameters.length)
            .filter(i -> place(digit, other.parameters[i]) >= 0)
            .toArray();
    if (shared.length == 0) {
      return Optional.empty();
    }
    int[] fixed =
        IntStream.range(0, other.parameters.length)
            .filter(i -> !block.varies(other.parameters[i]))
            .toArray();
    Set<List<ParamValue>> rows = new HashSet<>();
    for (ParamValue[] row : other.rows) {
      boolean fits =
          Arrays.stream(fixed)
              .allMatch(i -> row[i].equals(block.template().value(other.parameters[i])));
      if (fits) {
        rows.add(Arrays.stream(shared).mapToObj(i -> row[i]).toList());
      }
    }
    int[] places = Arrays.stream(shared).map(i -> place(digit, other.parameters[i])).toArray();
    return Optional.of(
        new HolderView(places, rows, shared.length + fixed.length == other.parameters.length));
  }

  private static int place(Digit digit, int parameter) {
    return IntStream.range(0, digit.parameters.length)
        .filter(i -> digit.parameters[i] == parameter)
        .findFirst()
        .orElse(-1);
  }
}
