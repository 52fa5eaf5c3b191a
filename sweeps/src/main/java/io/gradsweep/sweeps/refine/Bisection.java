package io.gradsweep.sweeps.refine;

import io.gradsweep.sweeps.refine.Boundary.Bracket;
import io.gradsweep.sweeps.spec.RefineSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.DoublePredicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The search for the edge along an axis. Its result, and the values that it asks for next, depend
 * on the grid and on the verdicts on values that it has asked for: neither on their order nor on
 * any other value. Not for use by several threads.
 */
public final class Bisection {

  private static final int MOST_KEPT = 100_000;

  private final RefineSpec spec;
  private final ShortDecimal decimals;
  private final DoublePredicate allowed;

  /** Values that divide brackets; replicates, and repeated searches, share many of them. */
  private final Map<Bracket, Optional<Double>> divided =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Bracket, Optional<Double>> eldest) {
          return size() > MOST_KEPT;
        }
      };

  /**
   * @param whole whether only whole numbers are values
   * @param allowed whether the simulation accepts a value
   */
  public Bisection(RefineSpec spec, boolean whole, DoublePredicate allowed) {
    this.spec = spec;
    decimals = new ShortDecimal(spec.scale(), whole);
    this.allowed = allowed;
  }

  /**
   * Searches as far as verdicts are there.
   *
   * @param grid values in ascending order
   * @param verdicts of one replicate's trials, by value; others than those asked for are ignored
   */
  public Boundary search(double[] grid, Map<Double, Side> verdicts) {
    return search(grid, verdicts, Integer.MAX_VALUE);
  }

  /**
   * The search as it stood a number of rounds after the grid: as {@link #search(double[], Map)},
   * without the verdicts on values that later rounds asked for.
   */
  public Boundary search(double[] grid, Map<Double, Side> verdicts, int rounds) {
    return new EdgeSearch(grid, verdicts, rounds).result();
  }

  /** The most values that a search looks at. */
  public long mostTrials(double[] grid) {
    double[] all = DoubleStream.concat(DoubleStream.of(grid), extensions(grid)).sorted().toArray();
    long most =
        IntStream.range(1, all.length)
            .mapToLong(i -> mostSteps(all[i - 1], all[i]))
            .max()
            .orElse(0);
    return all.length + most + 2L * spec.probes();
  }

  /** The most values that are asked for at once, after the grid. */
  public int mostAsked() {
    return Math.max(Math.max(1, 2 * spec.probes()), spec.extend() > 0 ? 2 : 1);
  }

  private DoubleStream extensions(double[] grid) {
    return IntStream.of(-1, 1)
        .mapToObj(side -> extension(grid, side))
        .flatMapToDouble(values -> values.stream().mapToDouble(x -> x));
  }

  /** The most bisections of a gap of the grid: each leaves at most 55 % of it. */
  private long mostSteps(double a, double b) {
    double ratio = decimals.width(a, b) / decimals.narrow(a, b, spec.to());
    double steps = Math.ceil(StrictMath.log(ratio) / StrictMath.log(1 / ShortDecimal.MOST_LEFT));
    return (long) Math.max(0, steps);
  }

  /**
   * The values beyond an end of the grid, outwards, as far as the simulation accepts them and the
   * tolerance has a meaning.
   */
  private List<Double> extension(double[] grid, int side) {
    List<Double> values = new ArrayList<>();
    if (grid.length > 1) {
      double end = side < 0 ? grid[0] : grid[grid.length - 1];
      double before = side < 0 ? grid[1] : grid[grid.length - 2];
      double last = end;
      for (int step = 1; step <= spec.extend(); step++) {
        Optional<Double> value = decimals.next(before, end, step);
        if (value.isEmpty() || !(side * (value.get() - last) > 0) || !allowed.test(value.get())) {
          break;
        }
        last = value.get();
        values.add(last);
      }
    }
    return values;
  }

  /** One search over the verdicts that are there. */
  private final class EdgeSearch {

    private final double[] grid;
    private final Map<Double, Side> verdicts;
    private final int rounds;
    private final TreeMap<Double, Side> seen = new TreeMap<>();
    private final Set<Double> asked = new LinkedHashSet<>();

    /** The round that asks for the next value: 0 for the grid. */
    private int round;

    EdgeSearch(double[] grid, Map<Double, Side> verdicts, int rounds) {
      this.grid = grid;
      this.verdicts = verdicts;
      this.rounds = rounds;
    }

    Boundary result() {
      DoubleStream.of(grid).forEach(this::look);
      Optional<Bracket> bracket = followed();
      if (asked.isEmpty() && bracket.isEmpty()) {
        bracket = extended();
      }
      if (!asked.isEmpty()) {
        return found(BoundaryState.OPEN, bracket);
      }
      if (isUndecided(bracket)) {
        return found(BoundaryState.UNDECIDED, bracket);
      }
      return bracket.map(this::narrowed).orElseGet(this::same);
    }

    /** Looks at a value, or asks for it; whether it is there. */
    private boolean look(double value) {
      Side verdict = seen.get(value);
      if (verdict == null && round <= rounds) {
        verdict = verdicts.get(value);
      }
      if (verdict == null) {
        asked.add(value);
      } else {
        seen.put(value, verdict);
      }
      return verdict != null;
    }

    private Optional<Bracket> extended() {
      List<Double> below = extension(grid, -1);
      List<Double> above = extension(grid, 1);
      Optional<Bracket> bracket = Optional.empty();
      int most = Math.max(below.size(), above.size());
      boolean decided = !seen.containsValue(Side.UNDECIDED);
      for (int i = 0; i < most && decided && asked.isEmpty() && bracket.isEmpty(); i++) {
        round++;
        below.stream().skip(i).limit(1).forEach(this::look);
        above.stream().skip(i).limit(1).forEach(this::look);
        decided = !seen.containsValue(Side.UNDECIDED);
        bracket = followed();
      }
      return bracket;
    }

    private List<Bracket> brackets() {
      List<Bracket> brackets = new ArrayList<>();
      Map.Entry<Double, Side> before = null;
      for (Map.Entry<Double, Side> entry : seen.entrySet()) {
        if (entry.getValue() != Side.UNDECIDED) {
          if (before != null && before.getValue() != entry.getValue()) {
            brackets.add(new Bracket(before.getKey(), entry.getKey()));
          }
          before = entry;
        }
      }
      return brackets;
    }

    private Optional<Bracket> followed() {
      List<Bracket> brackets = brackets();
      return brackets.isEmpty()
          ? Optional.empty()
          : Optional.of(
              switch (spec.which()) {
                case LAST -> brackets.get(brackets.size() - 1);
                case FIRST -> brackets.get(0);
              });
    }

    /** Whether a trial without a verdict may hide the edge that is to be followed. */
    private boolean isUndecided(Optional<Bracket> bracket) {
      Map<Double, Side> where =
          bracket
              .<Map<Double, Side>>map(
                  found ->
                      switch (spec.which()) {
                        case LAST -> seen.tailMap(found.lower());
                        case FIRST -> seen.headMap(found.upper());
                      })
              .orElse(seen);
      return where.containsValue(Side.UNDECIDED);
    }

    private Boundary same() {
      boolean holds = seen.containsValue(Side.HOLDS);
      return found(holds ? BoundaryState.ALWAYS : BoundaryState.NEVER, Optional.empty());
    }

    private Boundary narrowed(Bracket wide) {
      Bracket bracket = wide;
      while (bracket.isWiderThan(spec.to())) {
        Optional<Double> value = divided.get(bracket);
        if (value == null) {
          value = decimals.bisecting(bracket.lower(), bracket.upper());
          divided.put(bracket, value);
        }
        if (value.isEmpty()) {
          break; // neighbours
        }
        double x = value.get();
        round++;
        if (!look(x)) {
          return found(BoundaryState.OPEN, Optional.of(bracket));
        }
        if (seen.get(x) == Side.UNDECIDED) {
          return found(BoundaryState.UNDECIDED, Optional.of(bracket));
        }
        bracket =
            seen.get(x) == seen.get(bracket.lower())
                ? new Bracket(x, bracket.upper())
                : new Bracket(bracket.lower(), x);
      }
      return probed(bracket);
    }

    private Boundary probed(Bracket bracket) {
      List<Double> below = probes(bracket, false);
      List<Double> above = probes(bracket, true);
      round++;
      below.forEach(this::look);
      above.forEach(this::look);
      if (!asked.isEmpty()) {
        return found(BoundaryState.OPEN, Optional.of(bracket));
      }
      if (changes(below, Side.UNDECIDED) || changes(above, Side.UNDECIDED)) {
        return found(BoundaryState.UNDECIDED, Optional.of(bracket));
      }
      boolean ragged =
          changes(below, seen.get(bracket.upper())) || changes(above, seen.get(bracket.lower()));
      return found(ragged ? BoundaryState.RAGGED : BoundaryState.FOUND, Optional.of(bracket));
    }

    private boolean changes(List<Double> probes, Side verdict) {
      return probes.stream().anyMatch(x -> seen.get(x) == verdict);
    }

    private List<Double> probes(Bracket bracket, boolean above) {
      List<Double> probes = new ArrayList<>();
      for (int k = 1; k <= spec.probes(); k++) {
        int widths = 1 << k;
        Optional<Double> probe =
            above
                ? decimals.above(bracket.lower(), bracket.upper(), widths)
                : decimals.below(bracket.lower(), bracket.upper(), widths);
        probe.filter(allowed::test).ifPresent(probes::add);
      }
      return probes;
    }

    private Boundary found(BoundaryState state, Optional<Bracket> bracket) {
      boolean narrow = state == BoundaryState.FOUND || state == BoundaryState.RAGGED;
      return new Boundary(
          state,
          bracket,
          narrow
              ? OptionalDouble.of(decimals.middle(bracket.get().lower(), bracket.get().upper()))
              : OptionalDouble.empty(),
          brackets().size(),
          seen.size(),
          List.copyOf(asked));
    }
  }
}
