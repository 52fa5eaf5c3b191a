package io.gradsweep.driver.cli;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.analysis.StudyView;
import io.gradsweep.driver.analysis.StudyView.Section;
import io.gradsweep.driver.study.Study;
import io.gradsweep.sweeps.spec.Best;
import io.gradsweep.sweeps.spec.Estimand;
import io.gradsweep.sweeps.spec.FitScale;
import io.gradsweep.sweeps.spec.FitSpec;
import io.gradsweep.sweeps.spec.Position;
import io.gradsweep.sweeps.spec.RateSpec;
import io.gradsweep.sweeps.spec.Statistic;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "summarize",
    description = {
      "Groups the trials of a study: counts, success, means and medians with intervals of 95 %%.",
      "Without options: the summaries and fits of the sweep file."
    },
    mixinStandardHelpOptions = true)
final class SummarizeCommand implements Callable<Integer> {

  /** Statistics shown of refitted rates by default. */
  private static final List<String> REFITTED =
      List.of("rate", "refit_rate", "refit_stderr", "refit_points", "predicted_rate");

  @Parameters(paramLabel = "OUT", description = "the study's folder")
  private String out;

  @Option(
      names = "--by",
      split = ",",
      paramLabel = "COLUMN",
      description = "columns that make the groups (default: the sweep's axes)")
  private List<String> by;

  @Option(
      names = "--of",
      split = ",",
      paramLabel = "COLUMN",
      description = "numbers to summarise (default: rate, steps_to_target, final_error)")
  private List<String> of = List.of();

  @Option(
      names = "--show",
      split = ",",
      paramLabel = "STATISTIC",
      description = {
        "mean, median, geomean, sd, min, max, a quantile such as q90, or ert: the expected running",
        "time, which counts the steps of runs without a value too (default: by the kind of number)"
      })
  private List<String> show = List.of();

  @Option(
      names = "--where",
      paramLabel = "CONDITION",
      description = "only trials that meet the condition, such as \"optimizer = 'natural'\"")
  private Optional<String> where;

  @Option(
      names = "--compare",
      paramLabel = "COLUMN=A,B",
      description = "compare two arms on common replicates")
  private Optional<String> compare;

  @Option(
      names = "--match",
      split = ",",
      paramLabel = "COLUMN",
      description =
          "with --compare: columns in which the trials of a pair agree (default: all other axes)")
  private List<String> match;

  @Option(names = "--ratio", description = "with --compare: A / B, instead of A - B")
  private boolean ratio;

  @Option(
      names = "--fit",
      paramLabel = "Y~X",
      description = "the exponent of a number along an axis, such as final_error~num_samples")
  private Optional<String> fit;

  @Option(
      names = "--scale",
      paramLabel = "SCALE",
      defaultValue = "loglog",
      description = "with --fit: loglog or semilog (default: ${DEFAULT-VALUE})")
  private String scale;

  @Option(
      names = "--window",
      paramLabel = "FROM:TO",
      description = "with --fit: the range of x that counts; either end may be left out")
  private Optional<String> window;

  @Option(
      names = "--rate-window",
      paramLabel = "LOW,HIGH",
      description = {
        "refit rates on another window of errors, over the recorded steps: columns refit_rate,",
        "refit_stderr, refit_points and refit_note (an end may be left out)"
      })
  private Optional<String> rateWindow;

  @Option(
      names = "--rate-of",
      paramLabel = "METRIC",
      description =
          "with --rate-window: the metric to fit (default: the error that rate is fitted to)")
  private Optional<String> rateOf;

  @Option(
      names = "--best",
      paramLabel = "AXIS",
      description = {
        "with --of: each group at its best value of the axis, chosen on even replicates and reported",
        "on odd ones, and the other way; the lowest is best, with \"AXIS highest\" the highest"
      })
  private Optional<String> best;

  @Option(
      names = "--on",
      paramLabel = "PART",
      defaultValue = "half",
      description = "with --best: the replicates on which it is chosen; half (default)")
  private String on;

  @Mixin private EngineChoice engine;
  @Mixin private Output output;
  @Mixin private SweepChoice sweep;
  @Mixin private CodeOption code;

  @Override
  public Integer call() throws IOException {
    code.load();
    if (Stream.of(compare, fit, best).filter(Optional::isPresent).count() > 1) {
      throw new RequestException(
          "Cannot compare, fit or choose at once (give one of --compare, --fit, --best)");
    }
    SummaryTables told =
        engine.read(
            Study.existing(Folders.of(out)),
            code,
            study -> {
              StudyView view = sweep.of(study);
              view.requireIntact();
              return new SummaryTables(
                  view.plan().sweep().name(), sections(limited(refitted(view))));
            });
    for (Section section : told.sections()) {
      output.heading(told.sweep() + ", " + section.heading());
      output.print(section.answer());
    }
    return Exit.DONE;
  }

  /** Everything read from the study, before any of it is printed. */
  private record SummaryTables(String sweep, List<Section> sections) {}

  private StudyView limited(StudyView view) {
    return where.map(view::where).orElse(view);
  }

  private StudyView refitted(StudyView view) {
    if (rateWindow.isEmpty() && rateOf.isPresent()) {
      throw new RequestException(
          "Cannot refit rates of: %s (give --rate-window)".formatted(rateOf.get()));
    }
    return rateWindow.map(text -> view.refitted(rateSpec(text))).orElse(view);
  }

  private RateSpec rateSpec(String text) {
    double[] ends = ends(text, ",", 0);
    if (ends.length != 2 || ends[0] < 0) {
      throw new RequestException(
          "Cannot use rate window: '%s' (must be LOW,HIGH with 0 <= low < high)".formatted(text));
    }
    return new RateSpec(ends[0], ends[1], rateOf, Position.NONE);
  }

  private List<Section> sections(StudyView view) {
    List<String> groups = by == null ? view.plan().axes() : by;
    if (compare.isPresent()) {
      List<String> arms = by == null ? List.of() : by;
      return List.of(view.comparison(compare.get(), arms, of, Optional.ofNullable(match), ratio));
    }
    if (best.isPresent()) {
      return List.of(best(view));
    }
    if (fit.isPresent()) {
      return List.of(view.fitted(spec(by == null ? List.of() : by)));
    }
    if (rateWindow.isPresent() && of.isEmpty()) {
      return List.of(view.summary(groups, REFITTED, statistics()));
    }
    if (by != null || !of.isEmpty() || !show.isEmpty()) {
      return List.of(view.summary(groups, of, statistics()));
    }
    return view.sections();
  }

  private Section best(StudyView view) {
    if (!on.equals("half") || of.isEmpty()) {
      throw new RequestException(
          of.isEmpty()
              ? "Cannot choose the best %s (give --of, such as --of final_error)"
                  .formatted(best.get())
              : "Cannot choose on: '%s' (must be half)".formatted(on));
    }
    try {
      Best chosen = Best.parse(best.orElseThrow());
      List<String> words = show.isEmpty() ? List.of(Statistic.MEDIAN.word()) : show;
      List<Estimand> estimands =
          of.stream()
              .flatMap(column -> words.stream().map(word -> "%s(%s)".formatted(word, column)))
              .map(Estimand::parse)
              .toList();
      List<String> others =
          view.plan().axes().stream().filter(axis -> !axis.equals(chosen.axis())).toList();
      return view.best(chosen, by == null ? others : by, estimands);
    } catch (IllegalArgumentException e) {
      throw new RequestException("Cannot choose the best: " + e.getMessage());
    }
  }

  private List<Statistic> statistics() {
    try {
      return show.stream().map(Statistic::parse).toList();
    } catch (IllegalArgumentException e) {
      throw new RequestException("Cannot show: " + e.getMessage());
    }
  }

  private FitSpec spec(List<String> groups) {
    String[] sides = fit.orElseThrow().split("~", -1);
    if (sides.length != 2) {
      throw new RequestException(
          "Cannot fit: '%s' (must be Y~X, such as final_error~num_samples)".formatted(fit.get()));
    }
    FitScale line =
        FitScale.of(scale)
            .orElseThrow(
                () ->
                    new RequestException(
                        "Cannot fit on scale: '%s' (must be %s)"
                            .formatted(scale, String.join(" or ", FitScale.words()))));
    double[] ends = ends();
    return new FitSpec(sides[0].strip(), sides[1].strip(), line, groups, ends[0], ends[1]);
  }

  private double[] ends() {
    String text = window.orElse(":");
    double[] ends = ends(text, ":", Double.NEGATIVE_INFINITY);
    if (ends.length != 2) {
      throw new RequestException(
          "Cannot use window: '%s' (must be FROM:TO with from below to)".formatted(text));
    }
    return ends;
  }

  /** Two ends, the first below the second; empty if the text is not of that form. */
  private static double[] ends(String text, String between, double least) {
    String[] ends = text.split(between, -1);
    try {
      double from = end(ends[0], least);
      double to = end(ends[ends.length - 1], Double.POSITIVE_INFINITY);
      return ends.length == 2 && from < to ? new double[] {from, to} : new double[0];
    } catch (NumberFormatException notANumber) {
      return new double[0];
    }
  }

  private static double end(String text, double otherwise) {
    return text.isBlank() ? otherwise : Double.parseDouble(text.strip());
  }
}
