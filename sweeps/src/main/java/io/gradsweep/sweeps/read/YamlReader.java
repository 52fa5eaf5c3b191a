package io.gradsweep.sweeps.read;

import io.gradsweep.results.trial.Shown;
import io.gradsweep.sweeps.spec.Position;
import io.gradsweep.sweeps.spec.Problem;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads a text into a tree; every fault of the YAML itself becomes a problem with its position. */
final class YamlReader {

  private static final int DEEPEST = 50;

  /**
   * Number of characters that the parser reads at a time; each time it copies those it still needs.
   */
  private static final int BUFFER = 1 << 16;

  /**
   * Most characters of a file's texts with all aliases written out, as a multiple of the file's
   * length.
   */
  private static final int TEXT_WITH_ALIASES = 4;

  private static final String MERGE = "<<";
  private static final int MOST_PROBLEM = 120;
  private static final String CORE = "tag:yaml.org,2002:";
  private static final Set<String> CORE_TAGS =
      Set.of("str", "int", "float", "bool", "null", "seq", "map");

  private final String file;
  private final Author author;
  private final List<Problem> problems;

  /** Nodes already built: the node of an anchor is built once, however often it is named. */
  private final Map<Node, Built> built = new IdentityHashMap<>();

  private final Map<Node, Boolean> path = new IdentityHashMap<>();

  /** A node's value, with the number of values and characters that it contains, and of levels. */
  private record Built(Yaml yaml, long values, long characters, int levels) {}

  YamlReader(String file, Author author, List<Problem> problems) {
    this.file = file;
    this.author = author;
    this.problems = problems;
  }

  /** The file's map; empty if there is none, and then a problem says why. */
  Optional<Yaml.Mapping> read(String text) {
    Optional<Yaml> tree = value(text);
    if (tree.isEmpty() || tree.get() instanceof Yaml.Wrong) {
      return Optional.empty();
    }
    if (tree.get() instanceof Yaml.Mapping mapping) {
      return Optional.of(mapping);
    }
    String words = Yaml.words(tree.get());
    fault(tree.get().position(), "%s (must be a map with the key 'sweep')".formatted(words));
    return Optional.empty();
  }

  /** The text's only value; empty if there is none, and then a problem says why. */
  Optional<Yaml> value(String text) {
    if (text.length() > author.mostCharacters()) {
      return fault(
          whole(), "%d characters (%s)".formatted(text.length(), author.mostCharactersInWords()));
    }
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file)
            .setAllowDuplicateKeys(true) // reported here, with both lines
            .setMaxAliasesForCollections(Integer.MAX_VALUE) // counted here, by what they stand for
            .setAllowRecursiveKeys(false)
            .setBufferSize(BUFFER)
            .setCodePointLimit(author.mostCharacters())
            .build();
    try {
      Iterator<Node> documents =
          new Compose(settings)
              .composeAllFromString(text.startsWith("\uFEFF") ? text.substring(1) : text)
              .iterator();
      if (!documents.hasNext()) {
        return fault(whole(), "empty file (must be a map with the key 'sweep')");
      }
      Node root = documents.next();
      if (documents.hasNext()) {
        return fault(whole(), "several documents (must be one)");
      }
      return Optional.of(tree(root, 0).yaml());
    } catch (TooLarge e) {
      return fault(e.position, e.getMessage());
    } catch (MarkedYamlEngineException e) {
      Position place = e.getProblemMark().map(this::position).orElse(whole());
      String problem = Shown.beginning(e.getProblem(), MOST_PROBLEM);
      return fault(place, "not YAML: " + problem + advice(problem));
    } catch (ReaderException e) {
      String character =
          "not YAML: the character U+%04X (must be text)".formatted(e.getCodePoint());
      return fault(position(text, e.getCodePoint()), character);
    } catch (YamlEngineException e) {
      String problem = String.valueOf(e.getMessage());
      return fault(whole(), "not YAML: " + Shown.beginning(problem, MOST_PROBLEM));
    } catch (StackOverflowError e) {
      return fault(whole(), "nested too deeply (at most %d levels)".formatted(DEEPEST));
    }
  }

  /** Advice for the most common mistake, whose message is the least clear. */
  private static String advice(String problem) {
    return problem.startsWith("mapping values are not allowed")
        ? " (a text that contains ': ' must be quoted)"
        : "";
  }

  private static final class TooLarge extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Position position;

    TooLarge(Position position, String message) {
      super(message);
      this.position = position;
    }
  }

  private Built tree(Node node, int depth) {
    Position position = node.getStartMark().map(this::position).orElse(whole());
    if (path.containsKey(node)) {
      throw new TooLarge(position, "stands inside of itself");
    }
    Built tree = built.get(node);
    if (tree == null) {
      requireDepth(depth, position);
      path.put(node, true);
      tree = build(node, position, depth);
      path.remove(node);
      built.put(node, tree);
    }
    requireDepth(depth + tree.levels() - 1, position);
    if (tree.values() > author.mostNodes()) {
      throw new TooLarge(position, "too many values (at most %d)".formatted(author.mostNodes()));
    }
    long mostText = (long) TEXT_WITH_ALIASES * author.mostCharacters();
    if (tree.characters() > mostText) {
      throw new TooLarge(
          position,
          "too much text (at most %d characters with all aliases written out)".formatted(mostText));
    }
    return tree;
  }

  private static void requireDepth(int depth, Position position) {
    if (depth > DEEPEST) {
      throw new TooLarge(position, "nested too deeply (at most %d levels)".formatted(DEEPEST));
    }
  }

  private Built build(Node node, Position position, int depth) {
    String tag = node.getTag().getValue();
    if (!tag.startsWith(CORE) || !CORE_TAGS.contains(tag.substring(CORE.length()))) {
      problems.add(
          new Problem(position, "tag '%s' (must not have a tag)".formatted(Shown.briefly(tag))));
    }
    if (node instanceof ScalarNode scalar) {
      boolean plain = scalar.getScalarStyle() == ScalarStyle.PLAIN;
      String text = scalar.getValue();
      return new Built(Scalars.read(text, plain, position, problems), 1, text.length(), 1);
    }
    return node instanceof SequenceNode sequence
        ? sequence(sequence, position, depth)
        : mapping((MappingNode) node, position, depth);
  }

  private Built sequence(SequenceNode node, Position position, int depth) {
    List<Yaml> items = new ArrayList<>();
    long values = 1;
    long characters = 0;
    int levels = 1;
    for (Node child : node.getValue()) {
      Built item = tree(child, depth + 1);
      items.add(item.yaml());
      values += item.values();
      characters += item.characters();
      levels = Math.max(levels, 1 + item.levels());
    }
    return new Built(new Yaml.Sequence(List.copyOf(items), position), values, characters, levels);
  }

  private Built mapping(MappingNode node, Position position, int depth) {
    Map<String, Yaml.Entry> entries = new LinkedHashMap<>();
    long values = 1;
    long characters = 0;
    int levels = 1;
    for (NodeTuple tuple : node.getValue()) {
      Built key = tree(tuple.getKeyNode(), depth + 1);
      Built value = tree(tuple.getValueNode(), depth + 1);
      values += key.values() + value.values();
      characters += key.characters() + value.characters();
      levels = Math.max(levels, 1 + Math.max(key.levels(), value.levels()));
      add(entries, key.yaml(), value.yaml());
    }
    return new Built(new Yaml.Mapping(entries, position), values, characters, levels);
  }

  private void add(Map<String, Yaml.Entry> entries, Yaml key, Yaml value) {
    if (key instanceof Yaml.Wrong) {
      return;
    }
    if (!(key instanceof Yaml.Scalar name)) {
      problems.add(
          new Problem(key.position(), "key %s (must be a name)".formatted(Yaml.words(key))));
      return;
    }
    if (name.text().equals(MERGE)) {
      problems.add(
          new Problem(
              key.position(),
              "'<<' is the merge key of YAML 1.1 (must be written out: each block with all of its"
                  + " keys; 'extends' takes over another file)"));
      return;
    }
    Yaml.Entry before = entries.putIfAbsent(name.text(), new Yaml.Entry(key.position(), value));
    if (before != null) {
      problems.add(
          new Problem(
              key.position(),
              "key '%s' stands twice (first on line %d)"
                  .formatted(Shown.briefly(name.text()), before.key().line())));
    }
  }

  /** Position of the first character that YAML does not allow. */
  private Position position(String text, int character) {
    int at = text.indexOf(character);
    int line = (int) text.substring(0, Math.max(0, at)).chars().filter(c -> c == '\n').count();
    return at < 0 ? whole() : new Position(file, line + 1, at - text.lastIndexOf('\n', at));
  }

  private Position position(Mark mark) {
    return new Position(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  private Position whole() {
    return new Position(file, 0, 0);
  }

  private Optional<Yaml> fault(Position position, String message) {
    problems.add(new Problem(position, message));
    return Optional.empty();
  }
}
