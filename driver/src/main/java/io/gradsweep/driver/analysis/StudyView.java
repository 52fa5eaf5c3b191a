package io.gradsweep.driver.analysis;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.analysis.Comparison.Contrast;
import io.gradsweep.driver.query.Answer;
import io.gradsweep.driver.query.CurrentPlan;
import io.gradsweep.driver.query.Engine;
import io.gradsweep.driver.query.StudyDatabase;
import io.gradsweep.driver.query.StudyTables;
import io.gradsweep.driver.study.Generation;
import io.gradsweep.driver.study.GenerationPlan;
import io.gradsweep.driver.study.Inventory;
import io.gradsweep.driver.study.LatestSweep;
import io.gradsweep.driver.study.Plans;
import io.gradsweep.driver.study.Study;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.spec.Arms;
import io.gradsweep.sweeps.spec.Best;
import io.gradsweep.sweeps.spec.Estimand;
import io.gradsweep.sweeps.spec.FitSpec;
import io.gradsweep.sweeps.spec.RateSpec;
import io.gradsweep.sweeps.spec.Statistic;
import io.gradsweep.sweeps.spec.SummarySpec;
import io.gradsweep.sweeps.spec.SweepProblems;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A study for the reading commands: its current plan and its rows. Writes nothing. */
public final class StudyView implements AutoCloseable {

  /** A question about the study and the rows that answer it. */
  public record Section(String heading, Answer answer) {}

  private final Study study;
  private final Inventory inventory;
  private final LatestSweep sweep;
  private final StudyTables tables;
  private final TrialColumns columns;

  private StudyView(
      Study study, Inventory inventory, LatestSweep sweep, StudyTables tables, String limit) {
    this.study = study;
    this.inventory = inventory;
    this.sweep = sweep;
    this.tables = tables;
    columns = new TrialColumns(sweep.rowsPlan(), limit);
  }

  /** Reads an opened study; called again if its files are replaced meanwhile. */
  public interface Reader<T> {
    T read(StudyView view) throws IOException;
  }

  /** Reads the rows that are published now, on the embedded engine. */
  public static <T> T read(Study study, Reader<T> reader) throws IOException {
    return read(study, StudyDatabase::open, reader);
  }

  /**
   * Reads the rows that are published now. All queries of the reader are answered from the same
   * files: if a compaction deletes one, the study is opened again, and the reader starts over.
   */
  public static <T> T read(Study study, Engine engine, Reader<T> reader) throws IOException {
    return study.consistently(
        () -> {
          try (StudyView view = open(study, engine)) {
            return reader.read(view);
          }
        });
  }

  /** Opens the rows that are published now, on the embedded engine. */
  public static StudyView open(Study study) throws IOException {
    return open(study, StudyDatabase::open);
  }

  /** Opens the rows that are published now. A compaction may delete their files. */
  public static StudyView open(Study study, Engine engine) throws IOException {
    List<Generation> generations = study.generations();
    List<GenerationPlan> plans = Plans.of(generations);
    Plan current = plans.get(plans.size() - 1).plan();
    boolean merged = study.merge().isPresent();
    boolean wholeFolder = plans.stream().allMatch(plan -> plan.isWithin(current));
    Inventory inventory = Inventory.of(study);
    LatestSweep sweep = LatestSweep.of(study, generations, current);
    StudyTables tables = engine.open(study, new CurrentPlan(current, merged || wholeFolder));
    boolean opened = false;
    try {
      StudyView view = new StudyView(study, inventory, sweep, tables, "");
      Views.addTo(tables, sweep.rowsPlan());
      opened = true;
      return view;
    } finally {
      if (!opened) {
        tables.close();
      }
    }
  }

  /**
   * The same study with its rates refitted on another window; closing either closes both.
   *
   * @throws SweepProblems if the window's metric is not recorded
   */
  public StudyView refitted(RateSpec window) {
    return as(sweep.refitted(window));
  }

  /**
   * The same study with its summaries, comparisons and fits limited to some trials; closing either
   * closes both.
   *
   * @param condition on columns of {@code trials}, in SQL
   * @throws RequestException if the engine cannot read it
   */
  public StudyView where(String condition) {
    tables.characters().requireOwn(condition, "condition");
    String lead = "SELECT * FROM trials WHERE (";
    String tail = "\n)";
    String select = tables.requireSelect(lead + condition + tail);
    String asked = select.substring(lead.length(), select.length() - tail.length());
    return new StudyView(study, inventory, sweep, tables, asked);
  }

  /**
   * The same study with the claims, summaries, fits, plots and words of another sweep; closing
   * either closes both.
   *
   * @param given with the trials of the study's plan
   * @param source its source, in words
   * @throws RequestException if it has other trials; the message names the difference
   */
  public StudyView by(Plan given, String source) {
    return as(sweep.with(given, source));
  }

  public Study study() {
    return study;
  }

  /** The files that the rows are in, as they were when the study was opened. */
  public Inventory inventory() {
    return inventory;
  }

  /**
   * The current plan, with the claims, summaries, fits, plots and words that were given last.
   *
   * @throws RequestException if somebody has changed the study's sweep so that it cannot be used
   */
  public Plan plan() {
    return sweep.plan();
  }

  /** The simulation of the current plan, whatever the study's sweep says. */
  public SimulationSpec simulation() {
    return sweep.current().simulation();
  }

  /** The rows, as SQL. */
  public StudyTables tables() {
    return tables;
  }

  /** The sweep's own summaries; without any, one by the axes that vary. */
  public List<Section> summaries() {
    List<Section> sections = new ArrayList<>();
    for (SummarySpec summary : plan().sweep().analysis().summaries()) {
      sections.add(summary(summary.by(), summary.of(), summary.show()));
    }
    return sections.isEmpty() ? List.of(summary(plan().axes(), List.of(), List.of())) : sections;
  }

  /**
   * @param by columns whose values make the groups; none for one group of all
   * @param of numeric columns to summarise; empty for rate, steps_to_target, final_error
   * @param show {@code mean, median, geomean, ert, sd, min, max, q90}; empty for each measure's
   *     default
   */
  public Section summary(List<String> by, List<String> of, List<Statistic> show) {
    List<String> groups = Replicates.apart(tables, by);
    return new Section(
        words(groups), new Summaries(tables, columns.having(of)).of(groups, of, show));
  }

  private static String words(List<String> by) {
    return by.isEmpty() ? "all trials" : "by " + String.join(", ", by);
  }

  private static List<String> orDefault(List<String> of) {
    return of.isEmpty() ? Summaries.DEFAULT_MEASURES : of;
  }

  /**
   * Two arms on common replicates.
   *
   * @param arms such as {@code optimizer=natural,gradient}
   * @param match columns in which a pair is equal; empty for all axes except that of the arms
   * @param ratio whether the arms are divided, instead of subtracted
   */
  public Section comparison(
      String arms, List<String> by, List<String> of, Optional<List<String>> match, boolean ratio) {
    Arms parsed = Comparison.arms(arms);
    TrialColumns asked = columns.having(of);
    List<String> alike =
        match.orElse(
            plan().axes().stream()
                .filter(axis -> asked.has(axis) && !axis.equals(parsed.column()))
                .toList());
    List<String> groups = Replicates.apart(tables, by);
    Answer answer =
        new Comparison(tables, asked, parsed, ratio ? Contrast.RATIO : Contrast.DIFFERENCE)
            .of(groups, orDefault(of), alike);
    return new Section(
        "%s against %s, %s".formatted(parsed.first(), parsed.second(), words(groups)), answer);
  }

  /**
   * Statistics at the best value of an axis, chosen on even replicates and reported on odd ones,
   * and the other way.
   *
   * @param by columns whose values make the groups
   */
  public Section best(Best best, List<String> by, List<Estimand> of) {
    List<String> groups = Replicates.apart(tables, by);
    TrialColumns asked = columns.having(of.stream().flatMap(one -> one.names().stream()).toList());
    return new Section(
        "at the best %s, chosen on one half of the replicates and reported on the other, %s"
            .formatted(best, words(groups)),
        new BestTable(tables, asked).of(groups, best, of));
  }

  private StudyView as(LatestSweep other) {
    Refits.addTo(tables, other.rowsPlan());
    return new StudyView(study, inventory, other, tables, "");
  }

  /** Sections of the sweep file: its summaries, then its fits. */
  public List<Section> sections() {
    List<Section> sections = new ArrayList<>(summaries());
    plan().sweep().analysis().fits().forEach(spec -> sections.add(fitted(spec)));
    return sections;
  }

  /** A fit as a table. */
  public Section fitted(FitSpec asked) {
    FitSpec spec = apart(asked);
    return new Section(Fits.heading(spec), Fits.table(spec, fit(spec)));
  }

  /** The fit with groups that do not mix trials of several base seeds with one replicate. */
  public FitSpec apart(FitSpec spec) {
    return spec.by(Replicates.apart(tables, spec.by()));
  }

  /** The fits of the sweep file, one list of groups each. */
  public List<List<FitResult>> fits() {
    return plan().sweep().analysis().fits().stream().map(this::apart).map(this::fit).toList();
  }

  public List<FitResult> fit(FitSpec spec) {
    return new Fits(tables, columns.having(List.of(spec.x(), spec.y()))).of(spec);
  }

  /** The verdicts of the sweep's claims, in the order of the file. */
  public List<ClaimResult> claims() {
    return claims(Intervals.USUAL);
  }

  /** The same with intervals of another level, but for claims that a rule has closed. */
  public List<ClaimResult> claims(Intervals intervals) {
    return new Claims(
            Judging.of(tables, columns, plan(), sweep.claimEnds(), intervals), unfinished())
        .check(plan().sweep().analysis().claims());
  }

  private Optional<String> unfinished() {
    return inventory.isFinished() ? Optional.empty() : Optional.of("the study is not finished");
  }

  /**
   * Compares every byte of the rows with the checksums of their writing, before anything is
   * computed from them.
   *
   * @throws RequestException if files are damaged: names each
   */
  public void requireIntact() throws IOException {
    tables.requireIntact();
  }

  @Override
  public void close() {
    tables.close();
  }
}
