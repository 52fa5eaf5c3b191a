package io.gradsweep.workers.run;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Collects the output of one trial: some thousand characters are kept for its log, instead of
 * mixing with the output of the process that runs it. Threads that a trial starts belong to it as
 * long as it runs.
 */
public final class TrialOutput {

  public static final int KEPT_HEAD = 5_000;
  public static final int KEPT_TAIL = 2_000;

  private static final InheritableThreadLocal<TrialOutput> CURRENT = new InheritableThreadLocal<>();

  private static boolean diverted;

  private BoundedText text;
  private boolean ended;

  private TrialOutput() {}

  /**
   * Diverts the output of trials from now on. Only the first call counts.
   *
   * @param out receives output that belongs to no trial
   * @param err the same for errors
   */
  public static synchronized void divert(PrintStream out, PrintStream err) {
    if (!diverted) {
      diverted = true;
      System.setOut(router(out));
      System.setErr(router(err));
    }
  }

  private static PrintStream router(PrintStream others) {
    return new PrintStream(new Router(others), true, StandardCharsets.UTF_8);
  }

  /** Begins a trial on this thread. */
  static TrialOutput begin() {
    TrialOutput output = new TrialOutput();
    CURRENT.set(output);
    return output;
  }

  /** Ends the trial. */
  synchronized void end() {
    ended = true;
    CURRENT.remove();
  }

  private synchronized boolean takes(byte[] bytes, int count) {
    if (ended) {
      return false;
    }
    if (text == null) { // most print nothing
      text = new BoundedText(KEPT_HEAD, KEPT_TAIL);
    }
    text.add(bytes, count);
    return true;
  }

  /** The printed text; empty if there is none. */
  synchronized String text() {
    return text == null ? "" : text.text();
  }

  private static final class Router extends OutputStream {
    private final PrintStream others;

    Router(PrintStream others) {
      this.others = others;
    }

    @Override
    public void write(int one) {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) {
      TrialOutput current = CURRENT.get();
      byte[] printed = Arrays.copyOfRange(bytes, from, from + count);
      if (current == null || !current.takes(printed, count)) {
        others.write(printed, 0, count);
      }
    }

    @Override
    public void flush() {
      others.flush();
    }
  }
}
