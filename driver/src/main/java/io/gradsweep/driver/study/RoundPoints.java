package io.gradsweep.driver.study;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.gradsweep.sweeps.plan.PointsRound;
import io.gradsweep.sweeps.plan.Refinement;
import java.util.Optional;

/** The points of a round, as its generation names them: a file of their own holds them. */
public final class RoundPoints {

  private final long count;
  private final String hash;
  private final Optional<PointsRound> round;

  @JsonCreator
  RoundPoints(@JsonProperty("count") long count, @JsonProperty("hash") String hash) {
    this(count, hash, Optional.empty());
  }

  private RoundPoints(long count, String hash, Optional<PointsRound> round) {
    this.count = count;
    this.hash = hash;
    this.round = round;
  }

  public static RoundPoints of(PointsRound round) {
    return new RoundPoints(round.size(), round.fingerprint(), Optional.of(round));
  }

  @JsonProperty
  public long count() {
    return count;
  }

  @JsonProperty
  String hash() {
    return hash;
  }

  boolean isWhole() {
    return count > 0 && count <= Refinement.MOST_POINTS && hash != null;
  }

  boolean areThose(PointsRound read) {
    return count == read.size() && hash.equals(read.fingerprint());
  }

  /** The points. */
  PointsRound round() {
    return round.orElseThrow(() -> new IllegalStateException("Cannot use points: not read"));
  }
}
