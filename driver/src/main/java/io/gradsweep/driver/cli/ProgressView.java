package io.gradsweep.driver.cli;

import io.gradsweep.driver.job.RunSession;
import io.gradsweep.results.outcome.StatusCounts;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows the progress of a run: a live bar on a terminal, a line every few seconds elsewhere,
 * nothing if quiet.
 */
final class ProgressView implements RunSession.TrialWatch {

  private static final Duration LINE_EVERY = Duration.ofSeconds(10);

  private final long total;
  private final PrintWriter err;
  private final ProgressBar bar;
  private final boolean quiet;
  private final long start = System.nanoTime();
  private long lastLine = start;

  ProgressView(long total, PrintWriter err, boolean quiet) {
    this.total = total;
    this.err = err;
    this.quiet = quiet;
    bar = !quiet && Boolean.getBoolean("gradsweep.terminal") ? bar(total) : null;
  }

  private static ProgressBar bar(long total) {
    return new ProgressBarBuilder()
        .setTaskName("trials")
        .setInitialMax(total)
        .setStyle(
            System.getenv("NO_COLOR") == null
                ? ProgressBarStyle.COLORFUL_UNICODE_BLOCK
                : ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(250)
        .showSpeed()
        .setConsumer(new ConsoleProgressBarConsumer(System.err))
        .build();
  }

  @Override
  public void show(StatusCounts counts) {
    long done = counts.total();
    if (bar != null) {
      bar.stepTo(Math.min(done, total));
      bar.setExtraMessage(" " + words(counts));
    } else if (!quiet && System.nanoTime() - lastLine > LINE_EVERY.toNanos()) {
      lastLine = System.nanoTime();
      err.println(line(done, counts));
      err.flush();
    }
  }

  private String line(long done, StatusCounts counts) {
    double seconds = (System.nanoTime() - start) * 1e-9;
    double rate = done / seconds;
    String left = done == 0 ? "unknown" : duration(Math.max(0, total - done) / rate);
    return String.format(
        Locale.ROOT, "%d/%d trials, %.3g/s, %s left: %s", done, total, rate, left, words(counts));
  }

  /** Trials per status, for the statuses that occur. */
  static String words(StatusCounts counts) {
    List<String> words = new ArrayList<>();
    counts.occurring().forEach((status, count) -> words.add(count + " " + status));
    return words.isEmpty() ? "none yet" : String.join(", ", words);
  }

  static String duration(double seconds) {
    if (seconds < 60) {
      return String.format(Locale.ROOT, seconds < 10 ? "%.1f s" : "%.0f s", seconds);
    }
    long s = Math.round(seconds);
    if (s < 3600) {
      return "%d min %d s".formatted(s / 60, s % 60);
    }
    return s < 172_800
        ? "%d h %d min".formatted(s / 3600, s % 3600 / 60)
        : "%d days".formatted(s / 86_400);
  }

  static String bytes(double bytes) {
    String[] units = {"B", "kB", "MB", "GB", "TB", "PB"};
    int unit = 0;
    double rest = bytes;
    while (rest >= 1000 && unit < units.length - 1) {
      rest /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, "%.3g %s", rest, units[unit]);
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
