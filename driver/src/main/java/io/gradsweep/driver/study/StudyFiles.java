package io.gradsweep.driver.study;

import io.gradsweep.driver.rows.PartFooter;
import io.gradsweep.driver.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The current files of a study at one moment: every published row is in exactly one of them. Other
 * files in the folders are remains: replaced by a compaction, left by one that died, or from a late
 * twin whose segment is retired.
 */
public final class StudyFiles {

  private final int number;
  private final List<FileListing.CompactedFile> listed;
  private final List<FileListing.CompactedFile> compacted;
  private final List<DataFile> files;
  private final Map<String, Map<String, Storage.StoredFile>> tables;
  private final StudySegments laidOut;
  private final Set<PartName> segments = new TreeSet<>();

  private StudyFiles(
      int number,
      List<FileListing.CompactedFile> listed,
      Map<String, Map<String, Storage.StoredFile>> tables,
      StudySegments laidOut) {
    this.number = number;
    this.listed = listed;
    this.tables = tables;
    this.laidOut = laidOut;
    Set<String> trials = tables.get(StudyNames.TRIALS).keySet();
    // a compacted file that somebody has deleted contains nothing: its segments run again
    compacted = listed.stream().filter(entry -> trials.contains(entry.name())).toList();
    List<DataFile> found =
        new ArrayList<>(compacted.stream().map(FileListing.CompactedFile::file).toList());
    found.forEach(file -> segments.addAll(file.segments()));
    trials.stream()
        .flatMap(name -> PartName.parse(name).stream())
        .filter(segment -> !laidOut.isRetired(segment) && segments.add(segment))
        .map(DataFile::of)
        .forEach(found::add);
    files = found.stream().sorted().toList();
  }

  /** Lists the files; once more if a list published between two looks has deleted some. */
  static StudyFiles of(Study study) throws IOException {
    while (true) {
      int number = FileListing.newest(study.storage());
      Optional<FileListing> list = number < 0 ? Optional.empty() : FileListing.read(study, number);
      Map<String, Map<String, Storage.StoredFile>> tables = new TreeMap<>();
      for (String table : List.of(StudyNames.TRIALS, StudyNames.TRAJECTORIES)) {
        tables.put(
            table,
            study.storage().list(table).stream()
                .collect(Collectors.toMap(Storage.StoredFile::name, Function.identity())));
      }
      // generations last: whoever has seen a part of one sees what it has retired
      StudySegments laidOut = StudySegments.of(study.generations());
      if (FileListing.newest(study.storage()) == number && (number < 0 || list.isPresent())) {
        return new StudyFiles(
            number, list.map(FileListing::files).orElse(List.of()), tables, laidOut);
      }
    }
  }

  /** Number of the newest file list; -1 if there is none. */
  public int number() {
    return number;
  }

  public List<FileListing.CompactedFile> compacted() {
    return compacted;
  }

  /** The files of trials, in the order of the plan. */
  public List<DataFile> files() {
    return files;
  }

  /** The segments that have rows. */
  public Set<PartName> segments() {
    return segments;
  }

  /**
   * Number of rows of each published segment.
   *
   * @param facts of these files
   */
  public Map<PartName, Long> rows(Map<DataFile, PartFooter> facts) {
    Map<PartName, Long> rows = new TreeMap<>();
    compacted.forEach(
        entry -> entry.segments().forEach(each -> rows.put(each.segment(), each.trials())));
    facts.forEach(
        (file, found) -> {
          if (file.isPart()) {
            rows.put(file.segments().get(0), found.trials());
          }
        });
    return rows;
  }

  /**
   * When each part was published, in milliseconds since 1970 by the storage's clock. Not known for
   * segments in compacted files.
   */
  public Map<PartName, Long> publishedAt() {
    return files.stream()
        .filter(DataFile::isPart)
        .collect(
            Collectors.toMap(
                file -> file.segments().get(0),
                file -> entry(StudyNames.TRIALS, file.name()).modifiedMillis()));
  }

  /** Names of the files of a table, in the order of the plan. */
  public List<String> names(String table) {
    return files.stream().map(DataFile::name).filter(tables.get(table)::containsKey).toList();
  }

  public boolean hasSteps(DataFile file) {
    return tables.get(StudyNames.TRAJECTORIES).containsKey(file.name());
  }

  /** Entry of a file in the listing of the folders. */
  public Storage.StoredFile entry(String table, String name) {
    return tables.get(table).get(name);
  }

  /** Size of a file in the table in which it is larger. */
  public long bytes(DataFile file) {
    return tables.values().stream()
        .filter(table -> table.containsKey(file.name()))
        .mapToLong(table -> table.get(file.name()).size())
        .max()
        .orElse(0);
  }

  /** Size of all files in both tables. */
  public long bytes() {
    return tables.keySet().stream()
        .flatMap(table -> names(table).stream().map(name -> entry(table, name)))
        .mapToLong(Storage.StoredFile::size)
        .sum();
  }

  /** Number of files in both tables. */
  public int count() {
    return names(StudyNames.TRIALS).size() + names(StudyNames.TRAJECTORIES).size();
  }

  /** Compacted files of the list that somebody has deleted, with rows that exist nowhere else. */
  List<FileListing.CompactedFile> deleted() {
    return listed.stream()
        .filter(entry -> !compacted.contains(entry))
        .filter(entry -> entry.runs().isEmpty() || !segments.containsAll(entry.file().segments()))
        .toList();
  }

  /** Paths of compacted files of a list that does not exist yet, or any more. */
  List<String> unlisted() {
    return tables.entrySet().stream()
        .flatMap(
            table ->
                table.getValue().keySet().stream()
                    .filter(name -> DataFile.list(name) > number)
                    .map(name -> table.getKey() + "/" + name))
        .toList();
  }

  /** Names of files of a table that are not gradsweep's, and that globs take for rows. */
  List<String> foreign() {
    return tables.entrySet().stream()
        .flatMap(
            table ->
                table.getValue().keySet().stream()
                    .filter(name -> OwnNames.isTable(name) && !DataFile.isOne(name))
                    .map(name -> table.getKey() + "/" + name))
        .toList();
  }

  /** Paths of files that do not count and never will. */
  List<String> remains() {
    Set<String> counted = new HashSet<>(files.stream().map(DataFile::name).toList());
    return tables.entrySet().stream()
        .flatMap(table -> remains(table.getKey(), table.getValue().keySet(), counted))
        .toList();
  }

  private Stream<String> remains(String table, Collection<String> names, Set<String> counted) {
    return names.stream()
        .filter(name -> !counted.contains(name))
        .filter(name -> DataFile.isCompacted(name) || isReplaced(name) || isRetired(name))
        .map(name -> table + "/" + name);
  }

  /** Paths of files of retired segments. */
  List<String> retired() {
    return tables.entrySet().stream()
        .flatMap(
            table ->
                table.getValue().keySet().stream()
                    .filter(this::isRetired)
                    .map(name -> table.getKey() + "/" + name))
        .toList();
  }

  private boolean isRetired(String name) {
    return PartName.parse(name).filter(laidOut::isRetired).isPresent();
  }

  /** Trajectories of a segment without trials are no remains yet: its next run replaces them. */
  private boolean isReplaced(String name) {
    return PartName.parse(name).filter(segments::contains).isPresent();
  }
}
