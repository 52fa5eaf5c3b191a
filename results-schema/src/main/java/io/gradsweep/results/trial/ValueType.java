package io.gradsweep.results.trial;

/** Type of a parameter or a measurement; a missing value is null in a column of any type. */
public enum ValueType {
  WHOLE("whole number"),
  REAL("real number"),
  TEXT("text"),
  FLAG("true or false");

  private final String words;

  ValueType(String words) {
    this.words = words;
  }

  /** The type as a sentence names it, such as "whole number". */
  public String words() {
    return words;
  }
}
