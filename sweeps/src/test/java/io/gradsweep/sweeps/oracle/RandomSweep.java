package io.gradsweep.sweeps.oracle;

import io.gradsweep.sweeps.oracle.Json.Literal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A sweep of a few hundred trials at most, drawn from one number: files that extend each other,
 * blocks, zips, filters, overlaps, nulls, expressions, quick and overrides. Few are refused, for
 * values that repeat, are of a wrong type or do not fit a zip.
 *
 * @param files the sweep itself, then the file that it extends, and so on
 * @param overrides of the command line
 */
record RandomSweep(List<Map<String, Object>> files, Map<String, Object> overrides, boolean quick) {

  private static final Map<String, List<Object>> VALUES =
      Map.of(
          "optimizer", List.of("gradient", "natural"),
          "step_size", numbers("0", "0.1", "0.25", "1e-3", "2", "1.5", "0.30000000000000004"),
          "width", numbers("1", "2", "3", "16", "1e1", "64"),
          "noise", numbers("null", "0", "0.5", "1", "1e-300"),
          "momentum", numbers("true", "false"),
          "label", List.of("x", "no", "a b", "É", new Literal("null")),
          "batch_size", numbers("0", "8", "32.5"));

  private static final Map<String, List<String>> EXPRESSIONS =
      Map.of(
          "step_size",
          List.of(
              "linspace(0, 0.3, 4)",
              "linspace(1, 0, 3)",
              "linspace(0.1, 0.7, 5)",
              "geomspace(1e-6, 1, 7)",
              "logspace(-3, 2, 6)",
              "range(0.1, 0.4, 0.1)",
              "range(2, -1, -0.5)",
              "uniform(0, 2, 3)"),
          "width",
          List.of(
              "geomspace(1, 1024, 11)", "range(1, 4, 1)", "range(8, 1, -3)", "linspace(1, 9, 3)"),
          "noise",
          List.of("geomspace(0.01, 1, 3)", "uniform(0, 1, 2)", "range(0.05, 0.2, 0.05)"));

  private static final List<String> FILTERS =
      List.of(
          "step_size * width <= 2",
          "not width == 2",
          "noise > 0.1",
          "not noise > 0.1",
          "noise == null or step_size < 1",
          "noise != null and width >= 2",
          "label != 'x'",
          "label == 'x' or not label != 'no'",
          "optimizer == 'natural' and (momentum or width > 1)",
          "momentum == false",
          "not momentum",
          "min(step_size, 0.2) + max(noise, 0) / width < 1.1",
          "abs(step_size - 1) > 0.5 or -width < -2",
          "sqrt(width) * 2 >= 3 and batch_size != 8");

  private static List<Object> numbers(String... texts) {
    List<Object> literals = new ArrayList<>();
    for (String text : texts) {
      literals.add(new Literal(text));
    }
    return literals;
  }

  static RandomSweep of(long seed) {
    Draw draw = new Draw(new Random(seed));
    int more = draw.below(4) == 0 ? 1 + draw.below(2) : 0;
    List<Map<String, Object>> files = new ArrayList<>();
    for (int f = 0; f <= more; f++) {
      files.add(draw.file(f == more));
    }
    Map<String, Object> overrides = draw.below(2) == 0 ? draw.outside(false) : Map.of();
    return new RandomSweep(files, overrides, draw.below(3) == 0);
  }

  /** The sweep with the keys of all maps in another order. */
  RandomSweep shuffled(long seed) {
    Random random = new Random(seed);
    List<Map<String, Object>> others = new ArrayList<>();
    files.forEach(file -> others.add(map(Json.shuffled(file, random))));
    return new RandomSweep(others, map(Json.shuffled(overrides, random)), quick);
  }

  private static Map<String, Object> map(Object tree) {
    Map<String, Object> result = new LinkedHashMap<>();
    ((Map<?, ?>) tree).forEach((key, value) -> result.put((String) key, value));
    return result;
  }

  String name(int file) {
    return file == 0 ? "s.yaml" : "base%d.yaml".formatted(file);
  }

  /** A file as text; each but the last extends the next. */
  String text(int file) {
    StringBuilder text = new StringBuilder();
    files
        .get(file)
        .forEach((key, value) -> text.append("%s: %s%n".formatted(key, Json.text(value))));
    return file < files.size() - 1
        ? text + "extends: %s%n".formatted(name(file + 1))
        : text + "sweep: s%nsimulation: descent%n".formatted();
  }

  List<String> commandLine() {
    return overrides.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + Json.text(entry.getValue()))
        .toList();
  }

  String json() {
    Map<String, Object> asked = new LinkedHashMap<>();
    asked.put("files", files);
    asked.put("overrides", overrides);
    asked.put("quick", new Literal(Boolean.toString(quick)));
    return Json.text(asked);
  }

  /** The next draw. */
  private record Draw(Random random) {

    int below(int bound) {
      return random.nextInt(bound);
    }

    Map<String, Object> file(boolean last) {
      Map<String, Object> file = new LinkedHashMap<>();
      if (last || below(3) == 0) {
        file.put("grid", grid());
      }
      if (below(2) == 0) {
        file.put("parameters", singles(1 + below(3)));
      }
      if (below(2) == 0) {
        file.put("quick", outside(true));
      }
      numbers(file);
      return file;
    }

    private void numbers(Map<String, Object> file) {
      if (below(3) == 0) {
        file.put("replicates", new Literal(Integer.toString(1 + below(3))));
      }
      if (below(4) == 0) {
        file.put("seed", new Literal(Integer.toString(below(20) - 10)));
      }
    }

    private List<String> names() {
      List<String> names = new ArrayList<>(VALUES.keySet());
      Collections.sort(names);
      Collections.shuffle(names, random);
      return names;
    }

    private Map<String, Object> singles(int count) {
      Map<String, Object> values = new LinkedHashMap<>();
      names().subList(0, count).forEach(name -> values.put(name, one(name)));
      return values;
    }

    Map<String, Object> outside(boolean withGrid) {
      Map<String, Object> values = new LinkedHashMap<>();
      for (String name : names().subList(0, 1 + below(2))) {
        values.put(name, below(2) == 0 ? one(name) : several(name));
      }
      if (withGrid && below(3) == 0) {
        values.put("grid", grid());
      }
      if (below(3) == 0) {
        numbers(values);
      }
      return values;
    }

    private Object grid() {
      int blocks = below(3);
      List<Object> grid = new ArrayList<>();
      for (int b = 0; b < Math.max(1, blocks); b++) {
        grid.add(block());
      }
      return blocks == 0 ? grid.get(0) : grid;
    }

    private Map<String, Object> block() {
      List<String> names = names();
      Map<String, Object> block = new LinkedHashMap<>();
      int next = 0;
      for (int axes = below(3); axes > 0; axes--) {
        String name = names.get(next++);
        block.put(name, below(4) == 0 ? one(name) : several(name));
      }
      List<Object> zips = new ArrayList<>();
      for (int z = below(3); z > 0; z--) {
        int width = 1 + below(2);
        zips.add(zip(names.subList(next, next + width)));
        next += width;
      }
      if (!zips.isEmpty()) {
        block.put("zip", zips.size() == 1 ? zips.get(0) : zips);
      }
      if (below(3) == 0) {
        block.put("where", FILTERS.get(below(FILTERS.size())));
      }
      return block;
    }

    private Map<String, Object> zip(List<String> names) {
      int length = 1 + below(3);
      Map<String, Object> zip = new LinkedHashMap<>();
      for (String name : names) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < length; i++) {
          values.add(VALUES.get(name).get((below(6) + i) % VALUES.get(name).size()));
        }
        zip.put(name, values);
      }
      return zip;
    }

    private Object one(String name) {
      return VALUES.get(name).get(below(VALUES.get(name).size()));
    }

    private Object several(String name) {
      if (EXPRESSIONS.containsKey(name) && below(3) == 0) {
        return EXPRESSIONS.get(name).get(below(EXPRESSIONS.get(name).size()));
      }
      List<Object> values = new ArrayList<>(VALUES.get(name));
      Collections.shuffle(values, random);
      List<Object> some = new ArrayList<>(values.subList(0, 1 + below(Math.min(3, values.size()))));
      if (below(20) == 0) {
        some.add(some.get(0));
      }
      return some;
    }
  }
}
