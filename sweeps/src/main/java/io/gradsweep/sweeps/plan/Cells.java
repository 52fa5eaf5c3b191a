package io.gradsweep.sweeps.plan;

import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.Params;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.sweeps.spec.RefineSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The cells of a grid whose replicates a rule decides: grid points with equal values of some
 * parameters, or each grid point by itself; if an edge is searched for along an axis, each
 * combination of the others. Cells are numbered in the order of their first grid points.
 */
public final class Cells {

  /** Most combinations of a grid with such a rule; their cells are held in memory. */
  public static final long MOST_COMBINATIONS = 1_000_000;

  private final List<String> by;
  private final int[] cellOf;
  private final List<Integer> first = new ArrayList<>();
  private final Plan grid;
  private int[] points = new int[16];

  /** Of each cell, the combinations beside a refined axis. */
  private final List<Set<Long>> edges = new ArrayList<>();

  private Cells(Plan grid, List<String> by) {
    this.grid = grid;
    this.by = by;
    cellOf = new int[Math.toIntExact(grid.combinations())];
    int[] parameters = by.stream().mapToInt(grid.simulation()::parameterIndex).toArray();
    Map<Object, Integer> numbers = new HashMap<>();
    for (int c = 0; c < cellOf.length; c++) {
      Optional<Trial> trial = grid.trial(c, 0);
      cellOf[c] = trial.isEmpty() ? -1 : cell(c, trial.get(), parameters, numbers);
    }
  }

  private int cell(int combination, Trial trial, int[] parameters, Map<Object, Integer> numbers) {
    Optional<Long> edge = grid.refinement().map(refinement -> refinement.cell(trial).orElseThrow());
    int cell = first.size();
    if (!by.isEmpty()) {
      Params params = trial.params();
      List<ParamValue> key = Arrays.stream(parameters).mapToObj(params::value).toList();
      cell = numbers.computeIfAbsent(key, k -> first.size());
    } else if (edge.isPresent()) {
      cell = numbers.computeIfAbsent(edge.get(), k -> first.size());
    }
    if (cell == first.size()) {
      first.add(combination);
      edges.add(new HashSet<>());
      points = cell == points.length ? Arrays.copyOf(points, 2 * cell) : points;
    }
    points[cell]++;
    edge.ifPresent(edges.get(cell)::add);
    return cell;
  }

  /**
   * @param grid a plan of at most {@link #MOST_COMBINATIONS} combinations
   * @param by parameters; none if each grid point is a cell, or each combination with an edge
   */
  public static Cells of(Plan grid, List<String> by) {
    return new Cells(grid.grid(), List.copyOf(by));
  }

  /** Number of cells. */
  public int size() {
    return first.size();
  }

  /** Number of grid points of a cell. */
  public int points(int cell) {
    return points[cell];
  }

  /** Number of rows of a cell in each replicate: of its grid points, or of its edges. */
  public int rows(int cell) {
    return edges.get(cell).isEmpty() ? points[cell] : edges.get(cell).size();
  }

  /** Whether every cell has a single row in each replicate. */
  public boolean areSingle() {
    return IntStream.range(0, size()).allMatch(cell -> rows(cell) == 1);
  }

  /** The cell of a combination; -1 if the grid has no trial there. */
  public int of(long combination) {
    return cellOf[Math.toIntExact(combination)];
  }

  /**
   * The combinations of some cells, as runs. A combination without a trial continues a run, so that
   * filters do not cut it.
   */
  public long[] runs(BitSet cells) {
    List<Long> runs = new ArrayList<>();
    int begin = -1;
    int end = -1;
    for (int c = 0; c <= cellOf.length; c++) {
      boolean closes = c == cellOf.length || cellOf[c] >= 0 && !cells.get(cellOf[c]);
      if (closes && begin >= 0) {
        runs.add((long) begin);
        runs.add((long) end - begin + 1);
        begin = -1;
      } else if (!closes && cellOf[c] >= 0) {
        begin = begin < 0 ? c : begin;
        end = c;
      }
    }
    return runs.stream().mapToLong(Long::longValue).toArray();
  }

  /** The cells whose combinations some runs hold. */
  public BitSet in(long[] runs) {
    BitSet cells = new BitSet();
    for (int r = 0; r < runs.length; r += 2) {
      for (long c = runs[r]; c < runs[r] + runs[r + 1]; c++) {
        if (of(c) >= 0) {
          cells.set(of(c));
        }
      }
    }
    return cells;
  }

  private List<String> axes() {
    Optional<String> refined = grid.sweep().grid().refine().map(RefineSpec::axis);
    return grid.axes().stream().filter(axis -> !refined.equals(Optional.of(axis))).toList();
  }

  /** The cell in words: the values of its parameters, or of all axes. */
  public String name(int cell) {
    Params params = grid.trial(first.get(cell), 0).orElseThrow().params();
    List<String> names = by.isEmpty() ? axes() : by;
    return names.isEmpty()
        ? "all trials"
        : names.stream()
            .map(name -> name + "=" + params.value(grid.simulation().parameterIndex(name)).text())
            .collect(Collectors.joining(", "));
  }
}
