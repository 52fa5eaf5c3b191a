package io.gradsweep.workers.program;

import io.gradsweep.results.outcome.Recording;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.program.AnswerReader.NoAnswer;
import io.gradsweep.workers.program.LineReader.Line;
import io.gradsweep.workers.program.LineReader.LineKind;
import io.gradsweep.workers.run.RunSettings;
import io.gradsweep.workers.run.TrialRun;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Talks to one process of a program, request by request, to observe behaviour that a runner would
 * hide. Serves one thread.
 */
public final class Conversation implements AutoCloseable {

  /** Time in which what a process has printed arrives. */
  private static final long LAST_NANOS = 200_000_000;

  private final ProgramSpec spec;
  private final ProcessGroup group;
  private final LineReader lines;
  private final ErrorOutput errors;
  private final OutputStream requests;
  private String heard = "";
  private final TrialFolders folders =
      new TrialFolders(new RunSettings(Recording.NONE, Optional.empty()));

  /**
   * Starts a process.
   *
   * @throws IOException if the system has no room for it
   */
  public Conversation(ProgramSimulation simulation) throws IOException {
    spec = simulation.program();
    group = ProcessGroup.start(simulation.command().working(spec.needs().threads()));
    Process process = group.process();
    lines = new LineReader(process.getInputStream(), WorkProcess.MOST_ANSWER, "answers tried");
    errors = new ErrorOutput(process.getErrorStream(), "errors tried");
    requests = process.getOutputStream();
  }

  /** Requests a trial with a folder that is deleted with this conversation. */
  public void ask(Trial trial) {
    ask(trial, folders.of(trial));
  }

  /**
   * Requests a trial.
   *
   * @param scratch the trial's folder
   */
  public void ask(Trial trial, Path scratch) {
    RequestWriter writer = new RequestWriter(spec, each -> scratch);
    try {
      requests.write(writer.line(List.of(trial), 0));
      requests.flush();
    } catch (IOException e) {
      return; // it has ended, so that no answer comes
    }
  }

  /** Ends the requests. */
  public void endInput() {
    try {
      requests.close();
    } catch (IOException e) {
      return; // it has ended
    }
  }

  /**
   * The answer to the last request; empty if none arrives in time, or it is not an answer.
   *
   * @param recording the steps of its curve to keep
   */
  public Optional<TrialRun> answer(Trial trial, Recording recording, Duration patience)
      throws InterruptedException {
    Instant asked = Instant.now();
    long start = System.nanoTime();
    Line line = lines.next(patience.toNanos());
    if (line == null || line.kind() != LineKind.LINE) {
      heard =
          line == null
              ? "no answer within %d s".formatted(patience.toSeconds())
              : line.kind() == LineKind.END ? "it ended without an answer" : "an endless line";
      return Optional.empty();
    }
    try {
      ProgramAnswer answer = new AnswerReader(spec).read(line, 1).get(0);
      return Optional.of(
          TrialRun.elsewhere(
              trial,
              answer.outcome(),
              answer.curve().selected(recording),
              asked,
              line.nanos() - start,
              () -> "",
              () -> ""));
    } catch (NoAnswer e) {
      heard = "%s: %s".formatted(e.getMessage(), line.quoted());
      return Optional.empty();
    }
  }

  /** Words for the line that came instead of the last answer, or for there being none. */
  public String heard() {
    return heard;
  }

  /** The first line behind the answers of a process that has ended, in quotation marks. */
  public Optional<String> lineBehind() throws InterruptedException {
    for (Line line = lines.next(LAST_NANOS);
        line != null && line.kind() == LineKind.LINE;
        line = lines.next(LAST_NANOS)) {
      if (line.bytes().length > 0) {
        return Optional.of(line.quoted());
      }
    }
    return Optional.empty();
  }

  public boolean endsWithin(Duration patience) throws InterruptedException {
    return group.process().waitFor(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Ends the process now. */
  @Override
  public void close() {
    lines.close();
    group.kill();
    folders.close();
  }
}
