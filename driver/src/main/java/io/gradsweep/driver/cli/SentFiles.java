package io.gradsweep.driver.cli;

import io.gradsweep.driver.RequestException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Local files that go with a driver to another machine, whose working folder gets all of them. */
final class SentFiles {

  /** Characters that Spark's lists of files take for something else. */
  private static final Pattern TAKEN_APART = Pattern.compile("[,#%*?:\\\\\\[\\]{}]");

  private final Map<String, Path> byName = new HashMap<>();
  private final List<String> places = new ArrayList<>();

  /** Takes a file along, and returns the name that it has there. */
  String add(Path file) {
    Path whole = file.toAbsolutePath().normalize();
    if (!Files.isRegularFile(whole)) {
      throw new RequestException(
          "Cannot send %s to the cluster (must be a file, and no folder)".formatted(file));
    }
    if (TAKEN_APART.matcher(whole.toString()).find()) {
      throw new RequestException(
          "Cannot send %s to the cluster (its path must be without , # %% * ? : \\ [ ] { })"
              .formatted(whole));
    }
    String name = whole.getFileName().toString();
    Path other = byName.putIfAbsent(name, whole);
    if (other == null) {
      places.add(whole.toString());
    } else if (!other.equals(whole)) {
      throw new RequestException(
          "Cannot send %s to the cluster (its name must not be that of %s)"
              .formatted(whole, other));
    }
    return name;
  }

  /** Their places, as Spark lists them, with those of somebody else. */
  List<String> and(List<String> others) {
    List<String> all = new ArrayList<>(places);
    all.addAll(others);
    return all;
  }
}
