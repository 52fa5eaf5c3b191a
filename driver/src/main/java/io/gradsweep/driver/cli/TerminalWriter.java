package io.gradsweep.driver.cli;

import io.gradsweep.results.trial.Shown;
import java.io.PrintWriter;

/** Writes messages to a terminal so that foreign names, values and reasons cannot control it. */
final class TerminalWriter extends PrintWriter {

  TerminalWriter(PrintWriter terminal) {
    super(terminal, true);
  }

  @Override
  public void write(String text, int from, int length) {
    String visible = Shown.visibly(text.substring(from, from + length));
    super.write(visible, 0, visible.length());
  }
}
