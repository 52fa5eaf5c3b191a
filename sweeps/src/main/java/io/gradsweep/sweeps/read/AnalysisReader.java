package io.gradsweep.sweeps.read;

import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.Shown;
import io.gradsweep.sweeps.spec.ClaimSpec;
import io.gradsweep.sweeps.spec.FitScale;
import io.gradsweep.sweeps.spec.FitSpec;
import io.gradsweep.sweeps.spec.PlotScale;
import io.gradsweep.sweeps.spec.PlotSpec;
import io.gradsweep.sweeps.spec.RateSpec;
import io.gradsweep.sweeps.spec.Statistic;
import io.gradsweep.sweeps.spec.SummarySpec;
import io.gradsweep.sweeps.spec.Sweep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads how a sweep's results are analysed: {@code summary, claims, checks, plots, fit, rate}. */
final class AnalysisReader {

  private static final Set<String> CHANNELS =
      Set.of("x", "y", "color", "facet", "scale", "title", "line");

  /** A channel that early versions accepted and drew nothing of. */
  private static final String UNDRAWN = "of";

  private static final String UNDRAWN_RULE = "(must be left out: y is what is drawn)";

  private final Fields sweep;
  private final Author author;

  /**
   * @param author text that gradsweep stored may ask for what an early version did not refuse:
   *     statistics that do not exist are left out, and a scale is {@link PlotScale#UNREAD}
   */
  AnalysisReader(Fields sweep, Author author) {
    this.sweep = sweep;
    this.author = author;
  }

  /**
   * @param claims as read from the same text
   */
  Sweep.Analysis read(List<ClaimSpec> claims) {
    return new Sweep.Analysis(summaries(), claims, plots(), fits(), rate());
  }

  private List<SummarySpec> summaries() {
    List<SummarySpec> summaries = new ArrayList<>();
    for (Fields summary : sweep.maps("summary")) {
      summary.refuseOthers(Set.of("by", "of", "show"));
      summaries.add(
          new SummarySpec(
              summary.texts("by"),
              summary.texts("of"),
              statistics(summary),
              summary.map().position()));
    }
    return summaries;
  }

  private List<Statistic> statistics(Fields summary) {
    List<Statistic> statistics = new ArrayList<>();
    for (String word : summary.texts("show")) {
      try {
        statistics.add(Statistic.parse(word));
      } catch (IllegalArgumentException e) {
        fault(summary, "show", e.getMessage());
      }
    }
    return statistics;
  }

  /** Reports what only a person's text must not ask for. */
  private void fault(Fields fields, String key, String message) {
    if (author == Author.PERSON) {
      fields.fault(fields.position(key), "%s: %s".formatted(fields.name(key), message));
    }
  }

  /** The claims, then the checks of the code. */
  List<ClaimSpec> claims() {
    List<ClaimSpec> claims = new ArrayList<>();
    sweep
        .maps("claims")
        .forEach(claim -> claims.add(new ClaimReader(claim).read(ClaimSpec.Kind.CLAIM)));
    sweep
        .maps("checks")
        .forEach(check -> claims.add(new ClaimReader(check).read(ClaimSpec.Kind.CHECK)));
    return claims;
  }

  private List<PlotSpec> plots() {
    List<PlotSpec> plots = new ArrayList<>();
    for (Fields plot : sweep.maps("plots")) {
      if (plot.value(UNDRAWN).isEmpty()) {
        plot.refuseOthers(CHANNELS);
      } else {
        plot.refuseOthers(Stream.concat(CHANNELS.stream(), Stream.of(UNDRAWN)).toList());
        plot.text(UNDRAWN)
            .ifPresent(
                of -> fault(plot, UNDRAWN, "'%s' %s".formatted(Shown.briefly(of), UNDRAWN_RULE)));
      }
      plots.add(
          new PlotSpec(
              plot.text("x"),
              plot.text("y"),
              plot.text("color"),
              plot.text("line"),
              plot.text("facet"),
              scale(plot),
              plot.text("title"),
              plot.map().position()));
    }
    return plots;
  }

  private Optional<PlotScale> scale(Fields plot) {
    Optional<String> word = plot.text("scale");
    Optional<PlotScale> scale = word.flatMap(PlotScale::of);
    if (word.isPresent() && scale.isEmpty()) {
      fault(
          plot,
          "scale",
          "'%s' (must be one of %s)"
              .formatted(Shown.briefly(word.get()), String.join(", ", PlotScale.words())));
    }
    return scale.or(() -> word.map(unknown -> PlotScale.UNREAD));
  }

  private List<FitSpec> fits() {
    List<FitSpec> fits = new ArrayList<>();
    for (Fields fit : sweep.maps("fit")) {
      fit.refuseOthers(Set.of("y", "x", "scale", "by", "window"));
      FitLine line = line(fit);
      fits.add(
          new FitSpec(
              fit.requiredText("y"),
              fit.requiredText("x"),
              line.scale(),
              fit.texts("by"),
              line.from(),
              line.to(),
              fit.map().position()));
    }
    return fits;
  }

  /** The scale of a fit, and the window of x. */
  record FitLine(FitScale scale, double from, double to) {}

  /** The scale and window of a fit; a straight line on two logarithmic axes without them. */
  static FitLine line(Fields fit) {
    String word = fit.text("scale").orElse(FitScale.LOGLOG.word());
    Optional<FitScale> scale = FitScale.of(word);
    if (scale.isEmpty()) {
      fit.wrongChoice("scale", word, FitScale.words());
    }
    double[] window = window(fit);
    return new FitLine(scale.orElse(FitScale.LOGLOG), window[0], window[1]);
  }

  /** A window of error levels; null for 0, and for no upper end. */
  private Optional<RateSpec> rate() {
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
