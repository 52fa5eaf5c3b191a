package io.gradsweep.workers.guard;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.outcome.RateEstimate;
import io.gradsweep.results.outcome.RateNote;
import io.gradsweep.results.outcome.Recording;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.ParameterSpec;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.run.RecordedSteps;
import io.gradsweep.workers.run.RunSettings;
import io.gradsweep.workers.run.Trajectory;
import io.gradsweep.workers.run.TrialRun;
import io.gradsweep.workers.run.TrialRun.Harm;
import io.gradsweep.workers.run.TrialRun.Words;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The messages between a runner and its JVM for trials: numbers and texts, bit for bit, and no
 * serialised objects.
 */
final class GuardWire {

  private GuardWire() {}

  static void writeSettings(DataOutput out, RunSettings settings) throws IOException {
    out.writeInt(settings.recording().points());
    writeText(out, settings.recording().spacing().name());
    out.writeLong(settings.timeLimit().map(Duration::toMillis).orElse(0L));
    writeText(out, settings.scratch().map(Path::toString).orElse(null));
  }

  static RunSettings readSettings(DataInput in) throws IOException {
    Recording recording =
        new Recording(in.readInt(), Recording.Spacing.valueOf(readText(in).orElseThrow()));
    long limit = in.readLong();
    return new RunSettings(
        recording,
        limit == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(limit)),
        readText(in).map(Path::of));
  }

  static void writeTrial(DataOutput out, Trial trial) throws IOException {
    out.writeLong(trial.seed());
    out.writeLong(trial.replicate());
    for (int i = 0; i < trial.simulation().parameters().size(); i++) {
      writeValue(out, trial.params().value(i).column());
    }
  }

  static Trial readTrial(DataInput in, SimulationSpec simulation) throws IOException {
    long seed = in.readLong();
    long replicate = in.readLong();
    Map<String, ParamValue> values = new LinkedHashMap<>();
    for (ParameterSpec parameter : simulation.parameters()) {
      values.put(parameter.name(), ParamValue.ofColumn(readValue(in)));
    }
    return new Trial(simulation.resolve(values), seed, replicate);
  }

  static void writeRun(DataOutput out, TrialRun run) throws IOException {
    writeOutcome(out, run.outcome());
    writeTrajectory(out, run.trajectory(), run.trial().simulation().metrics().size());
    out.writeLong(run.startedAt().getEpochSecond());
    out.writeInt(run.startedAt().getNano());
    out.writeLong(run.wallNanos());
    out.writeLong(run.stepBudget());
    writeText(out, run.harm().name());
    writeText(out, run.words().details().get());
  }

  static TrialRun readRun(DataInput in, Trial trial) throws IOException {
    Outcome outcome = readOutcome(in, trial.simulation().measurements().size());
    Trajectory trajectory = readTrajectory(in, trial.simulation().metrics().size());
    Instant startedAt = Instant.ofEpochSecond(in.readLong(), in.readInt());
    long wallNanos = in.readLong();
    long stepBudget = in.readLong();
    Harm harm = Harm.valueOf(readText(in).orElseThrow());
    String details = readText(in).orElseThrow();
    return new TrialRun(
        trial,
        outcome,
        trajectory,
        startedAt,
        wallNanos,
        stepBudget,
        harm,
        new Words(() -> details, () -> ""));
  }

  private static void writeOutcome(DataOutput out, Outcome outcome) throws IOException {
    writeText(out, outcome.status().word());
    writeText(out, outcome.reason().orElse(null));
    out.writeLong(outcome.steps());
    writeValue(
        out, outcome.stepsToTarget().isPresent() ? outcome.stepsToTarget().getAsLong() : null);
    out.writeDouble(outcome.time());
    out.writeDouble(outcome.finalLoss());
    out.writeDouble(outcome.finalError());
    RateEstimate rate = outcome.rate();
    out.writeDouble(rate.rate());
    out.writeDouble(rate.stderr());
    out.writeDouble(rate.r2());
    out.writeInt(rate.points());
    out.writeDouble(rate.from());
    out.writeDouble(rate.to());
    writeText(out, rate.note().map(RateNote::word).orElse(null));
    out.writeDouble(outcome.predictedRate());
    for (Object measurement : outcome.measurements()) {
      writeValue(out, measurement);
    }
  }

  private static Outcome readOutcome(DataInput in, int measurements) throws IOException {
    Status status = Status.of(readText(in).orElseThrow());
    Optional<String> reason = readText(in);
    long steps = in.readLong();
    OptionalLong stepsToTarget =
        readValue(in) instanceof Long step ? OptionalLong.of(step) : OptionalLong.empty();
    Outcome.Length length = new Outcome.Length(steps, stepsToTarget, in.readDouble());
    double finalLoss = in.readDouble();
    double finalError = in.readDouble();
    RateEstimate rate =
        new RateEstimate(
            in.readDouble(),
            in.readDouble(),
            in.readDouble(),
            in.readInt(),
            in.readDouble(),
            in.readDouble(),
            readText(in).map(RateNote::of));
    double predictedRate = in.readDouble();
    Object[] measured = new Object[measurements];
    for (int i = 0; i < measurements; i++) {
      measured[i] = readValue(in);
    }
    return new Outcome(
        status, reason, length, finalLoss, finalError, rate, predictedRate, measured);
  }

  private static void writeTrajectory(DataOutput out, Trajectory trajectory, int metrics)
      throws IOException {
    out.writeInt(trajectory.size());
    for (int row = 0; row < trajectory.size(); row++) {
      out.writeLong(trajectory.step(row));
      out.writeDouble(trajectory.time(row));
      for (int m = 0; m < metrics; m++) {
        out.writeDouble(trajectory.metric(row, m));
      }
    }
  }

  private static Trajectory readTrajectory(DataInput in, int metrics) throws IOException {
    int rows = in.readInt();
    long[] steps = new long[rows];
    double[] times = new double[rows];
    double[] values = new double[rows * metrics];
    for (int row = 0; row < rows; row++) {
      steps[row] = in.readLong();
      times[row] = in.readDouble();
      for (int m = 0; m < metrics; m++) {
        values[row * metrics + m] = in.readDouble();
      }
    }
    return new RecordedSteps(steps, times, values, metrics);
  }

  /** A Long, Double, String or Boolean, or null. */
  private static void writeValue(DataOutput out, Object value) throws IOException {
    if (value == null) {
      out.writeByte('-');
    } else if (value instanceof Long whole) {
      out.writeByte('i');
      out.writeLong(whole);
    } else if (value instanceof Double real) {
      out.writeByte('r');
      out.writeDouble(real);
    } else if (value instanceof Boolean flag) {
      out.writeByte('b');
      out.writeBoolean(flag);
    } else {
      out.writeByte('t');
      writeText(out, (String) value);
    }
  }

  private static Object readValue(DataInput in) throws IOException {
    byte kind = in.readByte();
    return switch (kind) {
      case '-' -> null;
      case 'i' -> in.readLong();
      case 'r' -> in.readDouble();
      case 'b' -> in.readBoolean();
      case 't' -> readText(in).orElseThrow();
      default -> throw new IOException("Cannot read value: of kind %d".formatted(kind));
    };
  }

  /** Length and UTF-8 bytes; null has length -1. */
  static void writeText(DataOutput out, String text) throws IOException {
    if (text == null) {
      out.writeInt(-1);
      return;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static Optional<String> readText(DataInput in) throws IOException {
    int length = in.readInt();
    if (length < 0) {
      return Optional.empty();
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return Optional.of(new String(bytes, StandardCharsets.UTF_8));
  }
}
