package io.gradsweep.driver.cli;

import io.gradsweep.results.trial.Shown;
import java.io.PrintWriter;

/**
 * Messages on their way to a terminal: names, values and reasons that others wrote cannot steer it.
 */
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
