package io.gradsweep.driver.study;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The name of a segment's files: {@code gNNNN-sNNNNN.parquet}, the same in every attempt. */
public record PartName(int generation, int segment) implements Comparable<PartName> {

  private static final String PARQUET = ".parquet";
  private static final Pattern FORM = Pattern.compile("g(\\d{4,9})-s(\\d{5,9})");

  public String file() {
    return stem() + PARQUET;
  }

  String stem() {
    return String.format(Locale.ROOT, "g%04d-s%05d", generation, segment);
  }

  /** The path of the segment's outcomes; its publication is the commit of the segment. */
  public String trials() {
    return StudyNames.TRIALS + "/" + file();
  }

  public String trajectories() {
    return StudyNames.TRAJECTORIES + "/" + file();
  }

  /** The path of the log of the segment's failures, if there are some. */
  String log() {
    return StudyNames.LOGS + "/" + stem() + ".txt";
  }

  /** Reads a file's name; empty for a name that is not a part's. */
  public static Optional<PartName> parse(String file) {
    return file.endsWith(PARQUET)
        ? ofStem(file.substring(0, file.length() - PARQUET.length()))
        : Optional.empty();
  }

  /** The same without the ending of a data file. */
  static Optional<PartName> ofStem(String stem) {
    Matcher matcher = FORM.matcher(stem);
    return matcher.matches()
        ? Optional.of(
            new PartName(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
        : Optional.empty();
  }

  @Override
  public int compareTo(PartName other) {
    int byGeneration = Integer.compare(generation, other.generation);
    return byGeneration != 0 ? byGeneration : Integer.compare(segment, other.segment);
  }
}
