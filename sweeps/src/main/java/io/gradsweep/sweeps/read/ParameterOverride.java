package io.gradsweep.sweeps.read;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * New values of one parameter, applied at every place of a sweep that gives it values: {@code
 * parameters}, and in each block its axis or its part of a zip. A block that does not name it has
 * the value of {@code parameters}, and so the new ones if that is changed.
 */
final class ParameterOverride {

  private static final String PARAMETERS = "parameters";
  private static final String GRID = "grid";

  private final String name;
  private final Yaml.Entry values;

  ParameterOverride(String name, Yaml.Entry values) {
    this.name = name;
    this.values = values;
  }

  /** Whether it is one value, written out, as {@code parameters} takes. */
  static boolean isFixed(Yaml value) {
    return value instanceof Yaml.Scalar scalar && !ValueExpression.hasForm(scalar.text());
  }

  /** The sweep with the new values wherever the parameter has some. */
  Yaml.Mapping everywhere(Yaml.Mapping sweep) {
    boolean general = parameters(sweep).entries().containsKey(name) || !isNamed(sweep);
    Yaml.Mapping replaced = whereNamed(sweep);
    return general ? exceptWhereNamed(replaced) : replaced;
  }

  /** The sweep with the new values in those blocks of its grid that name the parameter. */
  Yaml.Mapping whereNamed(Yaml.Mapping sweep) {
    return onBlocks(sweep, block -> isHeldBy(block) ? replaced(block) : block);
  }

  /** The sweep with the new values, except in those blocks that name the parameter. */
  Yaml.Mapping exceptWhereNamed(Yaml.Mapping sweep) {
    Yaml.Mapping parameters = parameters(sweep);
    if (isFixed(values.value())) {
      return with(sweep, PARAMETERS, parameters.with(name, values));
    }
    Yaml.Mapping varied =
        sweep.entries().containsKey(GRID)
            ? onBlocks(sweep, block -> isHeldBy(block) ? block : block.with(name, values))
            : with(sweep, GRID, new Yaml.Mapping(Map.of(name, values), sweep.position()));
    return parameters.entries().containsKey(name)
        ? with(varied, PARAMETERS, parameters.without(name))
        : varied;
  }

  private static Yaml.Mapping with(Yaml.Mapping sweep, String key, Yaml value) {
    return sweep.with(key, new Yaml.Entry(sweep.position(), value));
  }

  private static Yaml.Mapping parameters(Yaml.Mapping sweep) {
    Yaml.Entry entry = sweep.entries().get(PARAMETERS);
    return entry != null && entry.value() instanceof Yaml.Mapping map
        ? map
        : new Yaml.Mapping(new LinkedHashMap<>(), sweep.position());
  }

  private boolean isNamed(Yaml.Mapping sweep) {
    Yaml.Entry grid = sweep.entries().get(GRID);
    return grid != null
        && Yaml.items(grid.value()).stream()
            .anyMatch(item -> item instanceof Yaml.Mapping block && isHeldBy(block));
  }

  private boolean isNamedIn(Yaml map) {
    return map instanceof Yaml.Mapping mapping && mapping.entries().containsKey(name);
  }

  private boolean isHeldBy(Yaml.Mapping block) {
    return isNamedIn(block) || zips(block).stream().anyMatch(this::isNamedIn);
  }

  private static List<Yaml> zips(Yaml.Mapping block) {
    Yaml.Entry zip = block.entries().get(GridReader.ZIP);
    return zip == null ? List.of() : Yaml.items(zip.value());
  }

  private static Yaml.Mapping onBlocks(Yaml.Mapping sweep, UnaryOperator<Yaml.Mapping> change) {
    Yaml.Entry grid = sweep.entries().get(GRID);
    if (grid == null) {
      return sweep;
    }
    UnaryOperator<Yaml> changed =
        item -> item instanceof Yaml.Mapping block ? change.apply(block) : item;
    Yaml blocks =
        grid.value() instanceof Yaml.Sequence list
            ? new Yaml.Sequence(list.items().stream().map(changed).toList(), list.position())
            : changed.apply(grid.value());
    return sweep.with(GRID, new Yaml.Entry(grid.key(), blocks));
  }

  /**
   * In a zip, several values vary with its other axes; a single value varies with nothing, and is
   * taken out of the zip.
   */
  private Yaml.Mapping replaced(Yaml.Mapping block) {
    List<Yaml> items = Yaml.items(values.value());
    boolean one = items.size() == 1 && isFixed(items.get(0));
    Yaml.Mapping result =
        one || block.entries().containsKey(name) ? block.with(name, values) : block;
    Yaml.Entry zip = block.entries().get(GridReader.ZIP);
    if (zip == null) {
      return result;
    }
    List<Yaml> zips = new ArrayList<>();
    for (Yaml item : zips(block)) {
      if (!isNamedIn(item)) {
        zips.add(item);
      } else if (!one) {
        zips.add(((Yaml.Mapping) item).with(name, values));
      } else if (((Yaml.Mapping) item).entries().size() > 1) {
        zips.add(((Yaml.Mapping) item).without(name));
      }
    }
    Yaml rest = new Yaml.Sequence(zips, zip.value().position());
    return zips.isEmpty()
        ? result.without(GridReader.ZIP)
        : result.with(GridReader.ZIP, new Yaml.Entry(zip.key(), rest));
  }
}
