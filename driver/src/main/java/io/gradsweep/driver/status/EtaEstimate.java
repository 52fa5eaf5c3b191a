package io.gradsweep.driver.status;

import io.gradsweep.driver.status.StudyStatus.Eta;
import io.gradsweep.driver.status.StudyStatus.Straggler;
import io.gradsweep.driver.study.Generation.Segment;
import io.gradsweep.driver.study.Heartbeat;
import io.gradsweep.driver.study.Heartbeat.InFlight;
import io.gradsweep.driver.study.HeldLock;
import io.gradsweep.driver.study.PartName;
import io.gradsweep.results.trial.Counted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Estimates when live runs will end, and which of their segments take too long, from the plan's
 * expected cost of each segment and the recent rate of work.
 */
final class EtaEstimate {

  /** A segment is late if it takes so many times its expected time, ... */
  private static final double LATE = 3;

  /** ... and at least this much more, since a second does not matter. */
  private static final double LEAST_SECONDS = 10;

  private static final Pattern SHARD = Pattern.compile("shard (\\d{1,6}) of (\\d{1,6})");

  private final Instant now;
  private final List<HeldLock> live;
  private final Map<PartName, Segment> open = new HashMap<>();
  private final Optional<Pace> pace;
  private final int inFlight;

  /**
   * @param segments segments that can be run
   */
  EtaEstimate(
      Instant now,
      List<HeldLock> held,
      List<Segment> segments,
      Set<PartName> published,
      Optional<Pace> pace) {
    this.now = now;
    this.pace = pace.filter(p -> p.cost() > 0);
    live = held.stream().filter(HeldLock::live).toList();
    inFlight =
        live.stream().mapToInt(lock -> lock.heartbeat().map(Heartbeat::inFlight).orElse(0)).sum();
    for (Segment segment : segments) {
      if (!published.contains(segment.part()) && live.stream().anyMatch(l -> takes(l, segment))) {
        open.put(segment.part(), segment);
      }
    }
  }

  private static boolean takes(HeldLock lock, Segment segment) {
    Matcher shard = SHARD.matcher(lock.lock());
    if (!shard.matches()) {
      return true;
    }
    int shards = Integer.parseInt(shard.group(2));
    return shards > 0 && segment.number() % shards == Integer.parseInt(shard.group(1));
  }

  Optional<Eta> eta() {
    if (live.isEmpty()) {
      return Optional.empty();
    }
    if (open.isEmpty()) {
      return byTrials();
    }
    int slots =
        live.stream()
            .mapToInt(lock -> lock.heartbeat().map(said -> said.spark().slots()).orElse(0))
            .sum();
    double perSecond = pace.map(Pace::costPerSecond).orElse((double) slots);
    if (!(perSecond > 0)) {
      return Optional.empty();
    }
    double left = open.values().stream().mapToDouble(Segment::seconds).sum() - workedOff(perSecond);
    String basis =
        pace.isPresent()
            ? "the expected cost of %s, at the pace of the %d published in the last %.0f s"
                .formatted(
                    Counted.of(open.size(), "segment"), pace.get().segments(), pace.get().seconds())
            : "the pilot's expectation of %s on %s; none is published yet"
                .formatted(Counted.of(open.size(), "segment"), Counted.of(slots, "slot"));
    return Optional.of(eta(left / perSecond, basis));
  }

  /**
   * Share of the segments in flight that is done, assuming that each has an equal share of the
   * pace.
   */
  private double workedOff(double perSecond) {
    double sum = 0;
    for (InFlight segment : running()) {
      Segment planned = open.get(segment.part());
      double share = perSecond / Math.max(1, inFlight) * elapsed(segment);
      sum += planned == null ? 0 : Math.min(planned.seconds(), share);
    }
    return sum;
  }

  /** Estimates by trials, for a repetition, whose segments are published already. */
  private Optional<Eta> byTrials() {
    double left = 0;
    double perSecond = 0;
    for (HeldLock lock : live) {
      if (lock.heartbeat().isPresent()) {
        Heartbeat said = lock.heartbeat().get();
        double done = said.counts().values().stream().mapToLong(Long::longValue).sum();
        double seconds =
            Times.parse(said.since())
                .flatMap(from -> Times.parse(said.at()).map(to -> Times.seconds(from, to)))
                .orElse(0.0);
        left += Math.max(0, said.trials() - done);
        perSecond += seconds > 0 ? done / seconds : 0;
      }
    }
    return left > 0 && perSecond > 0
        ? Optional.of(eta(left / perSecond, "trials that are run again, at the pace of this run"))
        : Optional.empty();
  }

  private Eta eta(double seconds, String basis) {
    double left = Math.max(0, seconds);
    // a plan may be longer than a calendar
    String at = left < 1e10 ? now.plus(Duration.ofMillis((long) (left * 1000))).toString() : null;
    return new Eta(left, at, basis);
  }

  private List<InFlight> running() {
    return live.stream()
        .flatMap(lock -> lock.heartbeat().stream())
        .flatMap(said -> said.oldest().stream())
        .toList();
  }

  private double elapsed(InFlight segment) {
    return Times.parse(segment.since()).map(since -> Times.seconds(since, now)).orElse(0.0);
  }

  /** The stragglers, the latest first. */
  List<Straggler> stragglers() {
    double perSlot = pace.map(p -> p.costPerSecond() / Math.max(1, inFlight)).orElse(1.0);
    List<Straggler> late = new ArrayList<>();
    for (InFlight segment : running()) {
      Segment planned = open.get(segment.part());
      if (planned == null) {
        continue;
      }
      // a machine faster than the pilot's makes no segment late
      double expected = planned.seconds() / Math.min(1, perSlot);
      double seconds = elapsed(segment);
      if (seconds > LATE * expected + LEAST_SECONDS) {
        late.add(
            new Straggler(
                planned.part().file().replace(".parquet", ""),
                segment.host(),
                segment.attempt(),
                segment.since(),
                seconds,
                expected));
      }
    }
    late.sort(Comparator.comparingDouble(Straggler::seconds).reversed());
    return late;
  }
}
