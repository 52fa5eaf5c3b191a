package io.gradsweep.driver.cli;

import io.gradsweep.driver.query.Answer;
import io.gradsweep.driver.status.StudyStatus;
import io.gradsweep.driver.status.StudyStatus.Cause;
import io.gradsweep.driver.status.StudyStatus.Composition;
import io.gradsweep.driver.status.StudyStatus.DesignStatus;
import io.gradsweep.driver.status.StudyStatus.GenerationStatus;
import io.gradsweep.driver.status.StudyStatus.Holder;
import io.gradsweep.driver.status.StudyStatus.Outlook;
import io.gradsweep.driver.status.StudyStatus.Progress;
import io.gradsweep.driver.status.StudyStatus.PutLast;
import io.gradsweep.driver.status.StudyStatus.RunReport;
import io.gradsweep.driver.status.StudyStatus.Straggler;
import io.gradsweep.driver.status.StudyStatus.StudyTitle;
import io.gradsweep.driver.status.StudyStatus.TrialTotals;
import io.gradsweep.driver.status.StudyStatus.Writer;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.trial.Counted;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A study's status as rows for people, without empty entries. */
final class StatusRows {

  private final List<List<Object>> rows = new ArrayList<>();

  private StatusRows() {}

  /**
   * @param code arguments that bring a simulation of the user's own
   */
  static Answer of(StudyStatus status, List<String> code) {
    StatusRows rows = new StatusRows();
    StudyTitle title = status.title();
    rows.add("sweep", title.sweep());
    rows.add("simulation", title.simulation() + " " + title.simulationVersion());
    rows.add("state", title.state());
    rows.addProgress(status.counts(), status.work());
    rows.addRerun(title.study(), status.work(), code);
    rows.addOutlook(status.outlook());
    status.troubles().putLast().forEach(rows::add);
    status.writers().forEach(rows::add);
    status.troubles().stragglers().forEach(rows::add);
    status.troubles().failures().forEach(rows::add);
    status.troubles().notes().forEach(note -> rows.add("note", note));
    return new Answer(List.of("what", "value"), rows.rows);
  }

  private void add(String what, Object value) {
    rows.add(List.of(what, value));
  }

  private void addProgress(TrialTotals counts, Composition work) {
    add("trials with a row", counts.trials().done());
    if (work.mergedFrom().isEmpty()) {
      add("trials of the plan", counts.planTrials());
      add("segments", of(counts.segments()));
    }
    work.mergedFrom().forEach(from -> add("merged from", from));
    if (work.generations().size() > 1) {
      for (GenerationStatus generation : work.generations()) {
        add(
            "generation " + generation.generation(),
            "%s, %s%s%s"
                .formatted(
                    of(generation.trials(), "trial"),
                    of(generation.segments(), "segment"),
                    generation.retired() > 0 ? ", %d retired".formatted(generation.retired()) : "",
                    generation.runnable() ? "" : "; the simulation has another version today"));
      }
    }
    if (work.design() != null) {
      add(work.design());
    }
    work.statuses()
        .forEach(
            (word, count) -> {
              if (count > 0) {
                add(word, count);
              }
            });
    if (counts.unpublished() > 0) {
      add("done, not yet published", counts.unpublished());
    }
  }

  private static String enough(String thing, long closed, String why, long exhausted) {
    return "%s %s %s, %d %s the most replicates"
        .formatted(
            Counted.of(closed, thing),
            Counted.are(closed),
            why,
            exhausted,
            Counted.have(exhausted));
  }

  private void add(DesignStatus design) {
    boolean onClaims = design.claims().decidedClaims() != null;
    String cells =
        onClaims
            ? enough(
                "claim",
                design.claims().decidedClaims(),
                "decided",
                design.claims().exhaustedClaims())
            : enough(
                "cell",
                design.cells().preciseCells(),
                "precise enough",
                design.cells().exhaustedCells());
    add(
        design.ended() ? "rounds" : "round " + design.round(),
        design.ended()
            ? "ended: " + cells
            : "%s, %d %s get %d"
                .formatted(
                    cells,
                    design.cells().openCells(),
                    onClaims ? "grid points of the others" : "open",
                    design.look()));
    if (!design.ended() && onClaims) {
      add("open claims", String.join("; ", design.claims().openClaims()));
    }
    if (design.cells().openCells() > 0) {
      String more = design.cells().openCells() > design.cells().openNames().size() ? "; …" : "";
      add("open cells", String.join("; ", design.cells().openNames()) + more);
    }
    if (design.expectedTrials() != null && !design.ended()) {
      add("trials expected in all", "about " + design.expectedTrials());
    }
  }

  /**
   * Adds the command to run again, except for a merged study, which is not run; the sweep file must
   * be on this machine.
   */
  private void addRerun(String study, Composition work, List<String> code) {
    String word = Status.TIMED_OUT.word();
    if (work.statuses().getOrDefault(word, 0L) > 0 && work.mergedFrom().isEmpty()) {
      String file = study.contains("://") ? "FILE" : study + "/sweep.yaml";
      List<String> rerun = new ArrayList<>(List.of("run", file, "--out", study, "--rerun", word));
      rerun.addAll(code);
      add(word + " again", Invocation.of(rerun) + " (maybe with a longer --time-limit)");
    }
  }

  private static String of(Progress progress, String thing) {
    return "%d of %s%s"
        .formatted(
            progress.done(),
            progress.estimated() ? "about " : "",
            Counted.of(progress.total(), thing));
  }

  private static String of(Progress progress) {
    return "%d of %s%d"
        .formatted(progress.done(), progress.estimated() ? "about " : "", progress.total());
  }

  private void addOutlook(Outlook outlook) {
    if (outlook.rate() != null) {
      add(
          "rate",
          String.format(
              Locale.ROOT,
              "%.3g trials/s over the last %s",
              outlook.rate().perSecond(),
              ProgressView.duration(outlook.rate().overSeconds())));
    }
    if (outlook.eta() != null) {
      add(
          "left",
          "about %s, by %s"
              .formatted(ProgressView.duration(outlook.eta().seconds()), outlook.eta().basis()));
    }
  }

  private void add(Writer writer) {
    Holder holder = writer.holder();
    String name = holder.lock().equals("study") ? "writer" : "writer of " + holder.lock();
    String who =
        "process %d on %s since %s".formatted(holder.process(), holder.host(), holder.since());
    if (!holder.live()) {
      add(name, holder.seen() ? "dead: " + who : silent(holder) + who);
      return;
    }
    add(name, who);
    RunReport run = writer.run();
    if (run.heardAt() != null) {
      add(
          name + " runs",
          "%s on %s, %s; %d of %s done at %s"
              .formatted(
                  Counted.of(run.segmentsInFlight(), "segment"),
                  run.master(),
                  Counted.of(run.slots(), "slot"),
                  run.done(),
                  Counted.of(run.trials(), "trial"),
                  run.heardAt()));
    }
    if (run.webPage() != null) {
      add("Spark UI", run.webPage());
    }
  }

  private void add(PutLast lost) {
    add("put last", lost.words());
  }

  private static String silent(Holder holder) {
    return "last heard of at %s (dead, or its clock is not this machine's): "
        .formatted(holder.touchedAt());
  }

  private void add(Straggler late) {
    add(
        "straggler " + late.segment(),
        "for %s on %s; %s expected"
            .formatted(
                ProgressView.duration(late.seconds()),
                late.host(),
                ProgressView.duration(late.expectedSeconds())));
  }

  private void add(Cause cause) {
    add(
        "%s ×%d".formatted(cause.status(), cause.count()),
        cause.reason() + "; replay: " + cause.replay());
  }
}
