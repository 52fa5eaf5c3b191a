package io.gradsweep.sweeps.spec;

/**
 * A position in a text.
 *
 * @param file name of the file, or of another source of the text ("command line")
 * @param line from 1; 0 if there is none @param column from 1; 0 if there is none
 */
public record Position(String file, int line, int column) implements Comparable<Position> {

  public static final Position NONE = new Position("", 0, 0);

  @Override
  public int compareTo(Position other) {
    int byFile = file.compareTo(other.file);
    int byLine = byFile != 0 ? byFile : Integer.compare(line, other.line);
    return byLine != 0 ? byLine : Integer.compare(column, other.column);
  }
}
