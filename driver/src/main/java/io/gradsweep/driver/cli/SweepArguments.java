package io.gradsweep.driver.cli;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.study.Study;
import io.gradsweep.sweeps.plan.Plan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The sweep arguments of a command: the file, the changes of the command line, the folder. */
final class SweepArguments {

  @Parameters(index = "0", paramLabel = "FILE", description = "the sweep file")
  private Path file;

  @Parameters(
      index = "1..*",
      paramLabel = "NAME=VALUES",
      description =
          "values that replace those of the file: step_size=0.1,0.2 'width=geomspace(16,1024,7)'")
  private List<String> overrides = List.of();

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "folder of the results, any Hadoop URI (default: results/<sweep>)")
  private String out;

  @Option(
      names = "--quick",
      description = "apply the file's 'quick' values; results go to <folder>-quick")
  private boolean quick;

  @Option(
      names = "--time-limit",
      paramLabel = "TIME",
      description = "wall-clock limit of each trial, such as 60s; the same as time_limit=60s")
  private String timeLimit;

  @Mixin private CodeOption code;

  /** Takes away what picocli counts among the overrides, as it stands behind a {@code --}. */
  void withoutLast(int words) {
    if (words > overrides.size()) {
      throw new RequestException("Cannot submit: no sweep file before the --");
    }
    overrides = overrides.subList(0, overrides.size() - words);
  }

  Plan plan() throws IOException {
    code.load();
    List<String> all = new ArrayList<>(overrides);
    if (timeLimit != null) {
      all.add("time_limit=" + timeLimit);
    }
    return file().plan(all, quick);
  }

  Study study(Plan plan) {
    return Study.at(Folders.of(folder(plan)));
  }

  /** The folder of the results, as typed. */
  String folder(Plan plan) {
    String folder = out == null ? "results/" + plan.sweep().name() : out;
    return quick ? folder + "-quick" : folder;
  }

  SweepFile file() {
    return new SweepFile(file);
  }

  List<String> overrides() {
    return overrides;
  }

  CodeOption code() {
    return code;
  }
}
