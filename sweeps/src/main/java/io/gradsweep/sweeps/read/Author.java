package io.gradsweep.sweeps.read;

import io.gradsweep.sweeps.spec.ValueRule;

/**
 * Who wrote the text of a sweep. It decides which rule its values follow where it names none, and
 * how large it may be: a person's file is short, and what gradsweep stores of it may be much longer
 * (aliases written out, several sweeps merged), yet must not exhaust the memory.
 */
enum Author {
  PERSON("a sweep", 1, 1_000_000, 2_000_000, 1_000, ValueRule.NEWEST),

  /** A study's own text. One without a rule is of gradsweep 0.1, which had none to name. */
  GRADSWEEP("a stored sweep", 16, 8_000_000, 8_000_000, 10_000, ValueRule.DOUBLES);

  private final String words;
  private final int mostMebi;
  private final int mostNodes;
  private final int mostValues;
  private final int mostBlocks;
  private final ValueRule unnamed;

  Author(
      String words,
      int mostMebi,
      int mostNodes,
      int mostValues,
      int mostBlocks,
      ValueRule unnamed) {
    this.words = words;
    this.mostMebi = mostMebi;
    this.mostNodes = mostNodes;
    this.mostValues = mostValues;
    this.mostBlocks = mostBlocks;
    this.unnamed = unnamed;
  }

  int mostCharacters() {
    return mostMebi << 20;
  }

  String mostCharactersInWords() {
    return "%s has at most %d MiB".formatted(words, mostMebi);
  }

  /** Values of the tree with all aliases written out: a bomb of aliases is refused. */
  int mostNodes() {
    return mostNodes;
  }

  /** Values of all axes together. */
  int mostValues() {
    return mostValues;
  }

  int mostBlocks() {
    return mostBlocks;
  }

  /** The rule of a text that names none. */
  ValueRule unnamedRule() {
    return unnamed;
  }
}
