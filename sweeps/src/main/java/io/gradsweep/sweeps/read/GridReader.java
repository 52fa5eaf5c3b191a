package io.gradsweep.sweeps.read;

import io.gradsweep.results.trial.Counted;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.Shown;
import io.gradsweep.sweeps.spec.Axis;
import io.gradsweep.sweeps.spec.Block;
import io.gradsweep.sweeps.spec.Block.Filter;
import io.gradsweep.sweeps.spec.Problem;
import io.gradsweep.sweeps.spec.ValueRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code parameters} and {@code grid}: fixed values, axes, zips and filters. */
final class GridReader {

  static final String ZIP = "zip";
  static final String WHERE = "where";

  private final long seed;
  private final ValueRule rule;
  private final Author author;
  private final List<Problem> problems;
  private long claimed;

  GridReader(long seed, ValueRule rule, Author author, List<Problem> problems) {
    this.seed = seed;
    this.rule = rule;
    this.author = author;
    this.problems = problems;
  }

  List<Block> blocks(Fields sweep) {
    List<Block> blocks = new ArrayList<>();
    List<Fields> maps = sweep.maps("grid");
    if (maps.size() > author.mostBlocks()) {
      sweep.fault(
          sweep.position("grid"),
          "grid: %d blocks (must be at most %d)".formatted(maps.size(), author.mostBlocks()));
      return List.of(Block.EMPTY);
    }
    for (Fields block : maps) {
      blocks.add(block(block));
    }
    return blocks.isEmpty() ? List.of(Block.EMPTY) : blocks;
  }

  private Block block(Fields block) {
    List<List<Axis>> groups = new ArrayList<>();
    Optional<Filter> where = Optional.empty();
    for (Map.Entry<String, Yaml.Entry> entry : block.map().entries().entrySet()) {
      if (entry.getKey().equals(WHERE)) {
        where =
            block.text(WHERE).map(text -> new Filter(text, entry.getValue().value().position()));
      } else if (entry.getKey().equals(ZIP)) {
        for (Fields zip : block.maps(ZIP)) {
          zip(zip).ifPresent(groups::add);
        }
      } else {
        axis(entry.getKey(), entry.getValue()).ifPresent(axis -> groups.add(List.of(axis)));
      }
    }
    refuseTwice(groups);
    return new Block(groups, where);
  }

  private void refuseTwice(List<List<Axis>> groups) {
    Set<String> names = new HashSet<>();
    for (Axis axis : groups.stream().flatMap(List::stream).toList()) {
      if (!names.add(axis.name())) {
        problems.add(
            new Problem(
                axis.position(),
                "%s is an axis of this block already".formatted(Shown.briefly(axis.name()))));
      }
    }
  }

  private Optional<List<Axis>> zip(Fields zip) {
    List<Axis> axes = new ArrayList<>();
    zip.map().entries().forEach((name, entry) -> axis(name, entry).ifPresent(axes::add));
    if (axes.size() < zip.map().entries().size()) {
      return Optional.empty(); // an axis is wrong, and a problem says so
    }
    if (axes.isEmpty()) {
      zip.fault(zip.map().position(), "zip is empty (must hold at least one axis)");
      return Optional.empty();
    }
    int length = axes.get(0).values().size();
    for (Axis axis : axes) {
      if (axis.values().size() != length) {
        zip.fault(
            axis.position(),
            "zip: %s has %s, %s has %d (must be equally many)"
                .formatted(
                    Shown.briefly(axis.name()),
                    Counted.of(axis.values().size(), "value"),
                    Shown.briefly(axes.get(0).name()),
                    length));
        return Optional.empty();
      }
    }
    return Optional.of(axes);
  }

  /** An axis; a zip repeats values freely, so only the plan refuses the same value twice. */
  private Optional<Axis> axis(String name, Yaml.Entry entry) {
    List<Yaml> items = Yaml.items(entry.value());
    if (items.isEmpty()) {
      problems.add(
          new Problem(
              entry.value().position(),
              "%s: no values (must be at least one)".formatted(Shown.briefly(name))));
      return Optional.empty();
    }
    List<ParamValue> values = new ArrayList<>();
    List<String> written = new ArrayList<>();
    Expansion expansion = new Expansion(name, seed, rule);
    boolean whole = true;
    for (Yaml item : items) {
      whole &= add(name, item, expansion, values, written);
    }
    if (whole && values.size() > ValueExpression.MOST_VALUES) {
      problems.add(
          new Problem(
              entry.value().position(),
              "%s: %d values (must be at most %d)"
                  .formatted(Shown.briefly(name), values.size(), ValueExpression.MOST_VALUES)));
      return Optional.empty();
    }
    return whole
        ? Optional.of(new Axis(name, values, written, entry.value().position()))
        : Optional.empty();
  }

  private boolean add(
      String name, Yaml item, Expansion expansion, List<ParamValue> values, List<String> written) {
    if (item instanceof Yaml.Wrong) {
      return false;
    }
    if (!(item instanceof Yaml.Scalar scalar)) {
      problems.add(
          new Problem(
              item.position(),
              "%s: %s (must be values or an expression)"
                  .formatted(Shown.briefly(name), Yaml.words(item))));
      return false;
    }
    if (scalar.value() instanceof ParamValue.Text && ValueExpression.hasForm(scalar.text())) {
      try {
        ValueExpression expression = ValueExpression.parse(scalar.text(), rule);
        claim(expression.size());
        values.addAll(expansion.values(expression));
        written.add(scalar.text().strip());
        return true;
      } catch (IllegalArgumentException e) {
        problems.add(new Problem(item.position(), Shown.briefly(name) + ": " + e.getMessage()));
        return false;
      }
    }
    values.add(scalar.value());
    written.add(SweepPrinter.scalar(scalar.value()));
    return true;
  }

  /** Bounds the memory of a sweep, whose axes may be written in a few characters each. */
  private void claim(int values) {
    claimed += values;
    if (claimed > author.mostValues()) {
      throw new IllegalArgumentException(
          "too many values (must be at most %d in all axes)".formatted(author.mostValues()));
    }
  }

  /** The fixed parameters; a block may vary one instead. */
  List<Axis> fixed(Fields sweep) {
    Optional<Yaml> value = sweep.value("parameters");
    if (value.isEmpty()) {
      return List.of();
    }
    if (!(value.get() instanceof Yaml.Mapping map)) {
      sweep.wrong("parameters", value.get(), "a map of values");
      return List.of();
    }
    List<Axis> fixed = new ArrayList<>();
    map.entries().forEach((name, entry) -> fixedValue(sweep, name, entry).ifPresent(fixed::add));
    return fixed;
  }

  private Optional<Axis> fixedValue(Fields sweep, String name, Yaml.Entry entry) {
    if (entry.value() instanceof Yaml.Wrong) {
      return Optional.empty();
    }
    if (!ParameterOverride.isFixed(entry.value())) {
      sweep.fault(
          entry.value().position(),
          "parameters.%s: %s (must be one value; several belong into grid)"
              .formatted(Shown.briefly(name), Yaml.words(entry.value())));
      return Optional.empty();
    }
    return axis(name, entry);
  }
}
