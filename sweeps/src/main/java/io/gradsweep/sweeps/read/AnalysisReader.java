package io.gradsweep.sweeps.read;

import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.Shown;
import io.gradsweep.sweeps.spec.Bound;
import io.gradsweep.sweeps.spec.ClaimSpec;
import io.gradsweep.sweeps.spec.FitSpec;
import io.gradsweep.sweeps.spec.PlotSpec;
import io.gradsweep.sweeps.spec.RateSpec;
import io.gradsweep.sweeps.spec.SummarySpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads how a sweep's results are analysed: {@code summary, claims, plots, fit, rate}. */
final class AnalysisReader {

  private static final Set<String> CHANNELS =
      Set.of("x", "y", "color", "facet", "scale", "title", "line", "of");

  private static final Pattern STATISTIC =
      Pattern.compile("mean|median|geomean|ert|sd|min|max|q[0-9]{1,2}(\\.[0-9]{1,4})?");

  private final Fields sweep;

  AnalysisReader(Fields sweep) {
    this.sweep = sweep;
  }

  List<SummarySpec> summaries() {
    List<SummarySpec> summaries = new ArrayList<>();
    for (Fields summary : sweep.maps("summary")) {
      summary.refuseOthers(Set.of("by", "of", "show"));
      List<String> show = summary.texts("show");
      show.stream()
          .filter(word -> !STATISTIC.matcher(word).matches())
          .forEach(
              word ->
                  summary.fault(
                      summary.position("show"),
                      "summary.show: '%s' (must be mean, median, geomean, ert, sd, min, max or a quantile such as q90)"
                          .formatted(Shown.briefly(word))));
      summaries.add(
          new SummarySpec(
              summary.texts("by"), summary.texts("of"), show, summary.map().position()));
    }
    return summaries;
  }

  List<ClaimSpec> claims() {
    List<ClaimSpec> claims = new ArrayList<>();
    for (Fields claim : sweep.maps("claims")) {
      claim.refuseOthers(Set.of("claim", "source", "sql", "expect"));
      claims.add(
          new ClaimSpec(
              claim.requiredText("claim"),
              claim.text("source").orElse(""),
              claim.requiredText("sql"),
              bound(claim),
              claim.position("sql")));
    }
    return claims;
  }

  /** The text of a bound, checked to be valid. */
  private static String bound(Fields claim) {
    String expect = claim.requiredText("expect");
    if (claim.value("expect").isPresent()) {
      try {
        return Bound.parse(expect).text();
      } catch (IllegalArgumentException e) {
        claim.fault(claim.position("expect"), "claims.expect: " + e.getMessage());
      }
    }
    return expect;
  }

  List<PlotSpec> plots() {
    List<PlotSpec> plots = new ArrayList<>();
    for (Fields plot : sweep.maps("plots")) {
      plot.refuseOthers(CHANNELS);
      Map<String, String> channels = new LinkedHashMap<>();
      for (String channel : plot.map().entries().keySet()) {
        plot.text(channel).ifPresent(text -> channels.put(channel, text));
      }
      plots.add(new PlotSpec(channels, plot.map().position()));
    }
    return plots;
  }

  List<FitSpec> fits() {
    List<FitSpec> fits = new ArrayList<>();
    for (Fields fit : sweep.maps("fit")) {
      fit.refuseOthers(Set.of("y", "x", "scale", "by", "window"));
      String scale = fit.text("scale").orElse(FitSpec.LOGLOG);
      if (!FitSpec.SCALES.contains(scale)) {
        fit.wrongChoice("scale", scale, FitSpec.SCALES);
      }
      double[] window = window(fit);
      fits.add(
          new FitSpec(
              fit.requiredText("y"),
              fit.requiredText("x"),
              scale,
              fit.texts("by"),
              window[0],
              window[1],
              fit.map().position()));
    }
    return fits;
  }

  /** A window of error levels; null for 0, and for no upper end. */
  Optional<RateSpec> rate() {
    Optional<Yaml> value = sweep.value("rate");
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (!(value.get() instanceof Yaml.Mapping map)) {
      sweep.wrong("rate", value.get(), "a map such as {window: [1e-6, 1e-2]}");
      return Optional.empty();
    }
    Fields rate = sweep.map("rate", map);
    rate.refuseOthers(Set.of("window", "of"));
    Optional<Yaml> window = rate.value("window");
    if (window.isEmpty()) {
      rate.fault(map.position(), "rate.window is missing");
      return Optional.empty();
    }
    if (window.get() instanceof Yaml.Sequence ends && ends.items().size() == 2) {
      double low = end(ends.items().get(0), 0);
      double high = end(ends.items().get(1), Double.POSITIVE_INFINITY);
      if (low >= 0 && low < high) {
        return Optional.of(new RateSpec(low, high, rate.text("of"), map.position()));
      }
    }
    rate.wrong(
        "window", window.get(), "[low, high], error levels with 0 <= low < high; null for no end");
    return Optional.empty();
  }

  private static double[] window(Fields fit) {
    double[] everything = {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY};
    Optional<Yaml> value = fit.value("window");
    if (value.isEmpty()) {
      return everything;
    }
    if (value.get() instanceof Yaml.Sequence ends && ends.items().size() == 2) {
      double from = end(ends.items().get(0), everything[0]);
      double to = end(ends.items().get(1), everything[1]);
      if (from < to) {
        return new double[] {from, to};
      }
    }
    fit.wrong("window", value.get(), "[from, to] with from below to; null for no end");
    return everything;
  }

  /** An end of a window; NaN if it is not a number, so that every comparison fails. */
  private static double end(Yaml item, double otherwise) {
    if (item instanceof Yaml.Scalar scalar) {
      if (scalar.value() == ParamValue.unset()) {
        return otherwise;
      }
      if (scalar.value() instanceof ParamValue.Whole whole) {
        return whole.value();
      }
      if (scalar.value() instanceof ParamValue.Real real) {
        return real.value();
      }
    }
    return Double.NaN;
  }
}
