package io.gradsweep.driver.study;

import io.gradsweep.driver.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The names that gradsweep gives to files of a study, folder by folder. Files of other names are
 * somebody else's: they are never deleted.
 */
final class OwnNames {

  private static final Pattern TOP =
      Pattern.compile(
          "sweep\\.yaml|manifest\\.json|_SUCCESS|_merge\\.json"
              + "|_lock(-finish|-shard-\\d+-of-\\d+)?");
  private static final Pattern NUMBERED = Pattern.compile("\\d{4,9}\\.json");
  private static final Pattern PLANNED = Pattern.compile("\\d{4,9}\\.(json|points)");
  private static final Pattern TABLE = Pattern.compile("(trials|trajectories)-(?<file>.+)");
  private static final List<String> OTHER_MARKS = List.of("pilot.json", "poison");

  private static final Map<String, Predicate<String>> FORMS =
      Map.of(
          "",
          name -> TOP.matcher(name).matches(),
          StudyNames.TRIALS,
          DataFile::isOne,
          StudyNames.TRAJECTORIES,
          DataFile::isOne,
          StudyNames.PLAN,
          name -> PLANNED.matcher(name).matches(),
          StudyNames.FILES,
          name -> NUMBERED.matcher(name).matches(),
          StudyNames.TEMPORARY,
          OwnNames::isOfTable,
          StudyNames.STARTED,
          name -> OTHER_MARKS.contains(name) || StopMark.isOne(name) || isOfSegment(name, ".json"),
          StudyNames.LOGS,
          name -> isOfSegment(name, ".txt"));

  /** Name of a file that is not finished, was moved aside, or reserves a name. */
  private static final Pattern ON_ITS_WAY =
      Pattern.compile(
          "(?<name>.+)[.][0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}([.]aside)?[.]tmp"
              + "|[.](?<claimed>.+)[.]claim");

  private OwnNames() {}

  /**
   * Whether gradsweep gives a file that name, or a temporary form of it.
   *
   * @param folder one of the study's; empty for the study's own
   */
  static boolean isOwn(String folder, String name) {
    Matcher onItsWay = ON_ITS_WAY.matcher(name);
    String end = name;
    if (onItsWay.matches()) {
      end = onItsWay.group("name") == null ? onItsWay.group("claimed") : onItsWay.group("name");
    }
    return isFinal(folder, end);
  }

  /** The same for names of complete files. */
  static boolean isFinal(String folder, String name) {
    return FORMS.get(folder).test(name);
  }

  private static boolean isOfTable(String name) {
    Matcher matcher = TABLE.matcher(name);
    return matcher.matches() && DataFile.isOne(matcher.group("file"));
  }

  private static boolean isOfSegment(String name, String ending) {
    return name.endsWith(ending)
        && PartName.ofStem(name.substring(0, name.length() - ending.length())).isPresent();
  }

  /** The files of a folder that are gradsweep's, sorted by name. */
  static List<Storage.StoredFile> files(Study study, String folder) throws IOException {
    return study.storage().list(folder).stream()
        .filter(file -> isOwn(folder, file.name()))
        .toList();
  }

  /** Paths of foreign files and folders in the folder of a study. */
  static List<String> foreign(Study study) throws IOException {
    List<String> foreign = new ArrayList<>();
    for (String name : study.storage().names("")) {
      if (!StudyNames.FOLDERS.contains(name) && !isOwn("", name) && !isNobodys(name)) {
        foreign.add(name);
      }
    }
    for (String folder : StudyNames.FOLDERS) {
      foreign.addAll(foreign(study, folder));
    }
    return foreign;
  }

  /** The same in one of its folders. */
  static List<String> foreign(Study study, String folder) throws IOException {
    Set<String> own =
        files(study, folder).stream().map(Storage.StoredFile::name).collect(Collectors.toSet());
    return study.storage().names(folder).stream()
        .filter(name -> !own.contains(name) && !isNobodys(name))
        .map(name -> folder + "/" + name)
        .toList();
  }

  /**
   * Whether a file is one that systems and tools leave everywhere; never a table, which any glob
   * would count.
   */
  private static boolean isNobodys(String name) {
    return (name.startsWith("_") || name.startsWith(".")) && !isTable(name);
  }

  /** Whether a glob would take a file for rows. */
  static boolean isTable(String name) {
    return name.endsWith(".parquet");
  }
}
