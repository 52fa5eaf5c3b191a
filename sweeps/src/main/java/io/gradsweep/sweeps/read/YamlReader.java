package io.gradsweep.sweeps.read;

import io.gradsweep.sweeps.spec.Position;
import io.gradsweep.sweeps.spec.Problem;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** From text to a tree; every fault of the YAML itself becomes a problem with its place. */
final class YamlReader {

  private static final int MOST_CHARACTERS = 1 << 20;
  private static final int MOST_ALIASES = 50;
  private static final int DEEPEST = 50;

  /** Nodes of the tree with all aliases written out: a bomb of aliases is refused. */
  private static final int MOST_NODES = 2_000_000;

  private final String file;
  private final List<Problem> problems;
  private int nodes;

  YamlReader(String file, List<Problem> problems) {
    this.file = file;
    this.problems = problems;
  }

  /** The file's map; empty where there is none, and then a problem says why. */
  Optional<Yaml.Mapping> read(String text) {
    if (text.length() > MOST_CHARACTERS) {
      return fault(whole(), "%d characters (a sweep has at most 1 MiB)".formatted(text.length()));
    }
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file)
            .setAllowDuplicateKeys(true) // reported here, with both lines
            .setMaxAliasesForCollections(MOST_ALIASES)
            .setAllowRecursiveKeys(false)
            .build();
    try {
      Iterator<Node> documents =
          new Compose(settings).composeAllFromString(text.replace("\uFEFF", "")).iterator();
      if (!documents.hasNext()) {
        return fault(whole(), "empty file (must be a map with the key 'sweep')");
      }
      Node root = documents.next();
      if (documents.hasNext()) {
        return fault(whole(), "several documents (must be one)");
      }
      Yaml tree = tree(root, 0, new IdentityHashMap<>());
      if (tree instanceof Yaml.Mapping mapping) {
        return Optional.of(mapping);
      }
      return fault(
          tree.position(), "%s (must be a map with the key 'sweep')".formatted(Yaml.words(tree)));
    } catch (TooLarge e) {
      return fault(whole(), e.getMessage());
    } catch (MarkedYamlEngineException e) {
      Position place = e.getProblemMark().map(this::position).orElse(whole());
      return fault(place, "not YAML: " + Yaml.shortened(e.getProblem()));
    } catch (YamlEngineException e) {
      return fault(whole(), "not YAML: " + Yaml.shortened(String.valueOf(e.getMessage())));
    } catch (StackOverflowError e) {
      return fault(whole(), "nested too deeply (at most %d levels)".formatted(DEEPEST));
    }
  }

  private static final class TooLarge extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooLarge(String message) {
      super(message);
    }
  }

  private Yaml tree(Node node, int depth, Map<Node, Boolean> path) {
    if (++nodes > MOST_NODES) {
      throw new TooLarge("too many values (at most %d)".formatted(MOST_NODES));
    }
    if (depth > DEEPEST || path.containsKey(node)) {
      throw new TooLarge("nested too deeply (at most %d levels)".formatted(DEEPEST));
    }
    Position position = node.getStartMark().map(this::position).orElse(whole());
    if (node instanceof ScalarNode scalar) {
      return scalar(scalar, position);
    }
    path.put(node, true);
    Yaml tree =
        node instanceof SequenceNode sequence
            ? sequence(sequence, position, depth, path)
            : mapping((MappingNode) node, position, depth, path);
    path.remove(node);
    return tree;
  }

  private Yaml scalar(ScalarNode node, Position position) {
    boolean plain = node.getScalarStyle() == ScalarStyle.PLAIN;
    return Scalars.read(node.getValue(), plain, position, problems);
  }

  private Yaml sequence(SequenceNode node, Position position, int depth, Map<Node, Boolean> path) {
    List<Yaml> items = new ArrayList<>();
    for (Node item : node.getValue()) {
      items.add(tree(item, depth + 1, path));
    }
    return new Yaml.Sequence(List.copyOf(items), position);
  }

  private Yaml mapping(MappingNode node, Position position, int depth, Map<Node, Boolean> path) {
    Map<String, Yaml.Entry> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : node.getValue()) {
      Yaml key = tree(tuple.getKeyNode(), depth + 1, path);
      Yaml value = tree(tuple.getValueNode(), depth + 1, path);
      if (!(key instanceof Yaml.Scalar name)) {
        problems.add(
            new Problem(key.position(), "key %s (must be a name)".formatted(Yaml.words(key))));
        continue;
      }
      Yaml.Entry before = entries.get(name.text());
      if (before != null) {
        problems.add(
            new Problem(
                key.position(),
                "key '%s' stands twice (first on line %d)"
                    .formatted(Yaml.shortened(name.text()), before.key().line())));
        continue;
      }
      entries.put(name.text(), new Yaml.Entry(key.position(), value));
    }
    return new Yaml.Mapping(entries, position);
  }

  private Position position(Mark mark) {
    return new Position(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  private Position whole() {
    return new Position(file, 0, 0);
  }

  private Optional<Yaml.Mapping> fault(Position position, String message) {
    problems.add(new Problem(position, message));
    return Optional.empty();
  }
}
