package io.gradsweep.driver.cli;

import static io.gradsweep.driver.cli.Gradsweep.run;

import io.gradsweep.driver.cli.Gradsweep.Result;
import io.gradsweep.driver.job.StudyCopies;
import java.util.stream.Stream;

/** Tests that give commands for copies of a study, which is run once for all of them. */
abstract class OnStudyCopies extends StudyCopies {

  /** Runs a command on the study. */
  final Result command(String name, String... more) {
    return run(
        Stream.concat(Stream.of(name, study.toString()), Stream.of(more)).toArray(String[]::new));
  }
}
