package io.gradsweep.driver.cli;

import io.gradsweep.driver.query.Answer;
import io.gradsweep.driver.query.AnswerFormat;
import io.gradsweep.results.trial.Shown;
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
    String text = format.print(answer);
    // other programs read CSV as it is; a person's terminal must not obey it
    boolean exact = format == AnswerFormat.CSV && !Boolean.getBoolean("gradsweep.answer.terminal");
    out.print(exact ? text : Shown.visibly(text));
    out.flush();
  }

  /** A line above or between tables; left out where another program reads. */
  void heading(String text) {
    if (format == AnswerFormat.TABLE || format == AnswerFormat.MARKDOWN) {
      spec.commandLine().getOut().println(Shown.visibly(text));
    }
  }
}
