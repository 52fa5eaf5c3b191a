package io.gradsweep.driver.report;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.analysis.ClaimResult;
import io.gradsweep.driver.analysis.FitResult;
import io.gradsweep.driver.analysis.Fits;
import io.gradsweep.driver.analysis.StudyView.Section;
import io.gradsweep.driver.query.StudyTables;
import io.gradsweep.driver.report.Axes.VaryingParameter;
import io.gradsweep.driver.study.DesignProgress;
import io.gradsweep.results.columns.BoundaryTable;
import io.gradsweep.sweeps.spec.AxisScale;
import io.gradsweep.sweeps.spec.FitSpec;
import io.gradsweep.sweeps.spec.PlotScale;
import io.gradsweep.sweeps.spec.PlotSpec;
import io.gradsweep.sweeps.spec.Position;
import io.gradsweep.sweeps.spec.RefineSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The report of a study as a single HTML file that needs no network and no other file. */
public final class ReportPage {

  private final ReportedStudy study;
  private final StudyTables tables;
  private final Html html = new Html();
  private final Figures figures = new Figures(html);
  private final Map<String, String> titles = new LinkedHashMap<>();
  private final List<Runnable> sections = new ArrayList<>();

  private ReportPage(ReportedStudy study) {
    this.study = study;
    tables = study.view().tables();
  }

  /** The whole page. Charts are aggregated by the database before they are drawn. */
  public static String of(ReportedStudy study) throws IOException {
    return new ReportPage(study).page();
  }

  private String page() throws IOException {
    Outcomes outcomes = new Outcomes(tables);
    Map<String, Long> counts = outcomes.counts();
    long trials = counts.values().stream().mapToLong(Long::longValue).sum();
    Axes axes = Axes.of(tables, study.plan());
    OutcomeSection outcome = new OutcomeSection(html, study);
    section("outcomes", "What came out", () -> outcome.write(counts, outcomes, axes));
    claims();
    if (trials > 0) {
      section("summaries", "Summaries", this::summaries);
      study.design().ifPresent(this::rounds);
      charts(axes, counts);
      causes(outcomes, outcome);
    }
    section("asked", "What was asked", () -> new AskedSection(html, study).write());
    return Frame.page(
        study.plan().sweep().name() + " · gradsweep", titles, html, () -> main(trials));
  }

  private void section(String id, String title, Runnable content) {
    titles.put(id, title);
    sections.add(
        () -> {
          html.open("section", "id", id, "aria-labelledby", id + "-title").line();
          html.element("h2", title, "id", id + "-title").line();
          content.run();
          html.close().line();
        });
  }

  private void main(long trials) {
    new Header(html, study).write(trials);
    sections.forEach(Runnable::run);
    html.open("footer").open("p");
    html.text(
        "Written %s by gradsweep %s from "
            .formatted(Header.time(study.writing().at().toString()), study.writing().version()));
    html.element("code", study.name()).text(".").close().close().line();
  }

  private void claims() throws IOException {
    if (study.plan().sweep().analysis().claims().isEmpty()) {
      return;
    }
    try {
      List<ClaimResult> results = study.view().claims();
      section(
          "claims",
          "Claims",
          () -> new ClaimSection(html).write(study.plan().sweep().analysis().claims(), results));
    } catch (RequestException e) {
      section("claims", "Claims", () -> problem(e));
    }
  }

  private void problem(RequestException e) {
    html.open("pre", "class", "problem", "tabindex", "0").text(e.getMessage()).close().line();
  }

  private void summaries() {
    try {
      for (Section section : study.view().summaries()) {
        html.element("h3", upper(section.heading()));
        Tables.write(html, "Summary " + section.heading(), section.answer());
      }
    } catch (RequestException e) {
      problem(e);
    }
  }

  private void rounds(DesignProgress design) {
    section("rounds", "Replicates", () -> new RoundSection(html, design).write());
  }

  private static String upper(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  private void charts(Axes axes, Map<String, Long> counts) {
    PlotChart plots = new PlotChart(tables, study.plan());
    AutomaticCharts automatic = new AutomaticCharts(tables, study.plan(), axes, plots);
    List<PlotSpec> own = study.plan().sweep().analysis().plots();
    if (!own.isEmpty()) {
      section("plots", "Plots", () -> own.forEach(plot -> drawn(() -> plots.of(plot))));
    } else if (automatic.hasMeasure()) {
      section("plots", "Plots", () -> automatic.measures().forEach(figures::write));
    }
    edges(own, axes)
        .ifPresent(plot -> section("edges", "Edges", () -> drawn(() -> plots.of(plot))));
    if (!study.plan().sweep().analysis().fits().isEmpty()) {
      section("fits", "Scaling", () -> fits(plots));
    }
    if (automatic.hasTheory()) {
      section("theory", "Rates and theory", () -> figures.write(automatic.theory()));
    }
    if (automatic.hasTrajectories()) {
      section("curves", "Convergence", () -> automatic.curves().forEach(figures::write));
    }
    if (counts.size() > 1 && StatusCharts.areFor(axes)) {
      StatusCharts charts = new StatusCharts(tables, axes, GridRows.of(study.plan()));
      section(
          "statuses",
          "Where trials converge",
          () -> {
            charts.shares().forEach(figures::write);
            charts.maps().forEach(figures::write);
          });
    }
  }

  /** The edges over the next axis, if the sweep searches for some and draws none itself. */
  private Optional<PlotSpec> edges(List<PlotSpec> own, Axes axes) {
    Optional<RefineSpec> refine = study.plan().sweep().grid().refine();
    boolean drawn =
        own.stream().flatMap(plot -> plot.y().stream()).anyMatch(BoundaryTable::isOfEdge);
    if (refine.isEmpty() || drawn) {
      return Optional.empty();
    }
    List<String> others =
        Stream.concat(axes.numbers().stream().map(VaryingParameter::name), axes.words().stream())
            .filter(name -> !name.equals(refine.get().axis()))
            .toList();
    return others.stream()
        .findFirst()
        .map(
            x ->
                new PlotSpec(
                    Optional.of(x),
                    Optional.of("boundary"),
                    others.stream().skip(1).findFirst(),
                    Optional.empty(),
                    others.stream().skip(2).findFirst(),
                    Optional.of(
                        refine.get().scale() == AxisScale.LOG ? PlotScale.LOG : PlotScale.LINEAR),
                    Optional.of("edge along " + refine.get().axis()),
                    Position.NONE));
  }

  /**
   * Draws a chart; a plot or fit of something missing is reported, without harm to the rest of the
   * report.
   */
  private void drawn(Supplier<Chart> chart) {
    try {
      figures.write(chart.get());
    } catch (RequestException e) {
      problem(e);
    }
  }

  private void fits(PlotChart plots) {
    FitChart charts = new FitChart(tables, plots);
    for (FitSpec asked : study.plan().sweep().analysis().fits()) {
      try {
        FitSpec spec = study.view().apart(asked);
        List<FitResult> results = study.view().fit(spec);
        figures.write(charts.of(spec, results));
        Tables.write(html, Fits.heading(spec), Fits.table(spec, results));
      } catch (RequestException e) {
        problem(e);
      }
    }
  }

  private void causes(Outcomes outcomes, OutcomeSection outcome) {
    Outcomes.CountedReasons failures = outcomes.causes(OutcomeSection.environment());
    Outcomes.CountedReasons endings = outcomes.causes(OutcomeSection.mathematics());
    if (!failures.causes().isEmpty()) {
      section("failures", "Failures", () -> outcome.causes(failures));
    }
    if (!endings.causes().isEmpty()) {
      section("endings", "One trial of each other ending", () -> outcome.causes(endings));
    }
  }
}
