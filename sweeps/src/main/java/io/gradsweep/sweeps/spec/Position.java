package io.gradsweep.sweeps.spec;

/**
 * Position at which something was written.
 *
 * @param file the file's name, or what else holds the text ("command line")
 * @param line from 1; 0 where there is none
 * @param column from 1; 0 where there is none
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
