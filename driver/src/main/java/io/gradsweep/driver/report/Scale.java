package io.gradsweep.driver.report;

import io.gradsweep.driver.RequestException;

/** The scale of a chart: which axes are logarithmic. The reader of the page can change both. */
record Scale(boolean x, boolean y) {

  static final Scale LOG = new Scale(true, true);
  static final Scale LOG_Y = new Scale(false, true);

  /**
   * @param word {@code linear}, {@code log}, {@code loglog}, {@code logx}, {@code logy} or {@code
   *     semilog}; {@code log} is both axes, but leaves time and steps linear, on which a rate is a
   *     straight line
   */
  static Scale of(String word, String xName) {
    return switch (word) {
      case "linear" -> new Scale(false, false);
      case "log" -> new Scale(!xName.equals("time") && !xName.equals("step"), true);
      case "loglog" -> LOG;
      case "logx" -> new Scale(true, false);
      case "logy", "semilog" -> LOG_Y;
      default ->
          throw new RequestException(
              "Cannot draw scale: '%s' (must be linear, log, loglog, logx or logy)"
                  .formatted(word));
    };
  }
}
