package io.gradsweep.driver.cli;

import io.gradsweep.driver.query.Answer;
import io.gradsweep.driver.status.StudyStatus;
import io.gradsweep.driver.status.StudyStatus.Cause;
import io.gradsweep.driver.status.StudyStatus.DesignStatus;
import io.gradsweep.driver.status.StudyStatus.GenerationStatus;
import io.gradsweep.driver.status.StudyStatus.Progress;
import io.gradsweep.driver.status.StudyStatus.PutLast;
import io.gradsweep.driver.status.StudyStatus.Straggler;
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
    rows.add("sweep", status.sweep());
    rows.add("simulation", status.simulation() + " " + status.simulationVersion());
    rows.add("state", status.state());
    rows.addProgress(status);
    rows.addRerun(status, code);
    rows.addOutlook(status);
    status.putLast().forEach(rows::add);
    status.writers().forEach(rows::add);
    status.stragglers().forEach(rows::add);
    status.failures().forEach(rows::add);
    status.notes().forEach(note -> rows.add("note", note));
    return new Answer(List.of("what", "value"), rows.rows);
  }

  private void add(String what, Object value) {
    rows.add(List.of(what, value));
  }

  private void addProgress(StudyStatus status) {
    add("trials with a row", status.trials().done());
    if (status.mergedFrom().isEmpty()) {
      add("trials of the plan", status.planTrials());
      add("segments", of(status.segments()));
    }
    status.mergedFrom().forEach(from -> add("merged from", from));
    if (status.generations().size() > 1) {
      for (GenerationStatus generation : status.generations()) {
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
    if (status.design() != null) {
      add(status.design());
    }
    status
        .statuses()
        .forEach(
            (word, count) -> {
              if (count > 0) {
                add(word, count);
              }
            });
    if (status.unpublished() > 0) {
      add("done, not yet published", status.unpublished());
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
    boolean onClaims = design.decidedClaims() != null;
    String cells =
        onClaims
            ? enough("claim", design.decidedClaims(), "decided", design.exhaustedClaims())
            : enough("cell", design.preciseCells(), "precise enough", design.exhaustedCells());
    add(
        design.ended() ? "rounds" : "round " + design.round(),
        design.ended()
            ? "ended: " + cells
            : "%s, %d %s get %d"
                .formatted(
                    cells,
                    design.openCells(),
                    onClaims ? "grid points of the others" : "open",
                    design.look()));
    if (!design.ended() && onClaims) {
      add("open claims", String.join("; ", design.openClaims()));
    }
    if (design.openCells() > 0) {
      String more = design.openCells() > design.openNames().size() ? "; …" : "";
      add("open cells", String.join("; ", design.openNames()) + more);
    }
    if (design.expectedTrials() != null && !design.ended()) {
      add("trials expected in all", "about " + design.expectedTrials());
    }
  }

  /**
   * Adds the command to run again, except for a merged study, which is not run; the sweep file must
   * be on this machine.
   */
  private void addRerun(StudyStatus status, List<String> code) {
    String word = Status.TIMED_OUT.word();
    if (status.statuses().getOrDefault(word, 0L) > 0 && status.mergedFrom().isEmpty()) {
      String study = status.study();
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

  private void addOutlook(StudyStatus status) {
    if (status.rate() != null) {
      add(
          "rate",
          String.format(
              Locale.ROOT,
              "%.3g trials/s over the last %s",
              status.rate().perSecond(),
              ProgressView.duration(status.rate().overSeconds())));
    }
    if (status.eta() != null) {
      add(
          "left",
          "about %s, by %s"
              .formatted(ProgressView.duration(status.eta().seconds()), status.eta().basis()));
    }
  }

  private void add(Writer writer) {
    String name = writer.lock().equals("study") ? "writer" : "writer of " + writer.lock();
    String who =
        "process %d on %s since %s".formatted(writer.process(), writer.host(), writer.since());
    if (!writer.live()) {
      add(name, writer.seen() ? "dead: " + who : silent(writer) + who);
      return;
    }
    add(name, who);
    if (writer.heardAt() != null) {
      add(
          name + " runs",
          "%s on %s, %s; %d of %s done at %s"
              .formatted(
                  Counted.of(writer.segmentsInFlight(), "segment"),
                  writer.master(),
                  Counted.of(writer.slots(), "slot"),
                  writer.done(),
                  Counted.of(writer.trials(), "trial"),
                  writer.heardAt()));
    }
    if (writer.webPage() != null) {
      add("Spark UI", writer.webPage());
    }
  }

  private void add(PutLast lost) {
    add("put last", lost.words());
  }

  private static String silent(Writer writer) {
    return "last heard of at %s (dead, or its clock is not this machine's): "
        .formatted(writer.touchedAt());
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
