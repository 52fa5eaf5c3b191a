package io.gradsweep.driver.study;

import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of rows, with the same name in both tables: the part of one segment, or a compacted file
 * of many.
 *
 * @param segments segments whose rows it has, in their order; empty if a merge wrote it
 */
public record DataFile(String name, List<PartName> segments) implements Comparable<DataFile> {

  private static final Pattern COMPACTED =
      Pattern.compile("c(\\d{4,9})-\\d{5,9}-[0-9a-f]{8}\\.parquet");

  public DataFile {
    segments = List.copyOf(segments);
  }

  static DataFile of(PartName part) {
    return new DataFile(part.file(), List.of(part));
  }

  /** Makes a unique name, different even from that of a twin that writes the same list. */
  public static String compactedName(int list, int number) {
    String token = UUID.randomUUID().toString().substring(0, 8);
    return String.format(Locale.ROOT, "c%04d-%05d-%s.parquet", list, number, token);
  }

  /** The number of the list that a compacted file was written for; -1 for the name of a part. */
  static int list(String name) {
    Matcher matcher = COMPACTED.matcher(name);
    return matcher.matches() ? Integer.parseInt(matcher.group(1)) : -1;
  }

  static boolean isCompacted(String name) {
    return COMPACTED.matcher(name).matches();
  }

  /** Whether a name is that of a data file. */
  public static boolean isOne(String name) {
    return isCompacted(name) || PartName.parse(name).isPresent();
  }

  public boolean isPart() {
    return !isCompacted(name);
  }

  public String trials() {
    return StudyNames.TRIALS + "/" + name;
  }

  public String trajectories() {
    return StudyNames.TRAJECTORIES + "/" + name;
  }

  /** Compares by the order of the plan; files of a merge, by name. */
  @Override
  public int compareTo(DataFile other) {
    if (segments.isEmpty() || other.segments.isEmpty()) {
      return name.compareTo(other.name);
    }
    return segments.get(0).compareTo(other.segments.get(0));
  }
}
