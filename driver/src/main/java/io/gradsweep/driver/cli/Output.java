package io.gradsweep.driver.cli;

import io.gradsweep.driver.query.Answer;
import io.gradsweep.driver.query.AnswerFormat;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How rows are printed: the same choice in every command that prints some. */
final class Output {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table, csv, json or markdown (default: ${DEFAULT-VALUE})")
  private AnswerFormat format;

  void print(Answer answer) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(format.print(answer));
    out.flush();
  }

  /** A line above or between tables; left out where another program reads. */
  void heading(String text) {
    if (format == AnswerFormat.TABLE || format == AnswerFormat.MARKDOWN) {
      spec.commandLine().getOut().println(text);
    }
  }
}
