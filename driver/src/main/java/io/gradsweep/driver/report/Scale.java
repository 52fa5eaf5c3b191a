package io.gradsweep.driver.report;

import io.gradsweep.driver.RequestException;
import io.gradsweep.sweeps.spec.PlotScale;

/** The scale of a chart: which axes are logarithmic. The reader of the page can change both. */
record Scale(boolean x, boolean y) {

  static final Scale LOG = new Scale(true, true);
  static final Scale LOG_Y = new Scale(false, true);

  static Scale of(PlotScale scale, String xName) {
    return switch (scale) {
      case LINEAR -> new Scale(false, false);
      case LOG -> new Scale(!xName.equals("time") && !xName.equals("step"), true);
      case LOGLOG -> LOG;
      case LOGX -> new Scale(true, false);
      case LOGY, SEMILOG -> LOG_Y;
      case UNREAD ->
          throw new RequestException(
              "Cannot draw plot: its scale is no word (must be linear, log, loglog, logx or logy)");
    };
  }
}
