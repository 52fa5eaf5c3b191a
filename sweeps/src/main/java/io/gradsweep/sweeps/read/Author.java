package io.gradsweep.sweeps.read;

import io.gradsweep.sweeps.spec.ValueRule;

/**
 * The author of a sweep's text, which determines the rule of its values if it names none, and its
 * largest size: a person's file is short, and the text that gradsweep stores may be much longer
 * (aliases written out, several sweeps merged), but must not exhaust the memory.
 */
enum Author {
  PERSON("a sweep", 1, 1_000_000, 2_000_000, 1_000, ValueRule.NEWEST),

  /** A study's stored text. One without a rule is from gradsweep 0.1, which named none. */
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

  /** Most values of the tree with all aliases written out, so that a bomb of aliases is refused. */
  int mostNodes() {
    return mostNodes;
  }

  /** Most values of all axes together. */
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
