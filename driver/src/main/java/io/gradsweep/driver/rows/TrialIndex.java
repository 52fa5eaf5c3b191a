package io.gradsweep.driver.rows;

import io.gradsweep.results.trial.TrialId;
import java.util.Arrays;

/**
 * An index from a trial to the study whose row is kept, and a digest of that row: 26 bytes per
 * place, with at most two thirds of the places taken. Open addressing; an id is already a hash.
 */
public final class TrialIndex {

  private static final double MOST_LOAD = 2.0 / 3;

  private long[] high = new long[1 << 10];
  private long[] low = new long[1 << 10];
  private long[] digest = new long[1 << 10];
  private byte[] owner = new byte[1 << 10];
  private boolean[] decided = new boolean[1 << 10];
  private long size;

  public TrialIndex() {
    Arrays.fill(owner, (byte) -1);
  }

  public long size() {
    return size;
  }

  /** The place of a trial: its own, or the free one where it belongs. */
  private int place(TrialId id) {
    int mask = high.length - 1;
    int place = (int) id.low() & mask;
    while (owner[place] >= 0 && (high[place] != id.high() || low[place] != id.low())) {
      place = (place + 1) & mask;
    }
    return place;
  }

  /** Verdict on a row that was shown to the index. */
  public enum Occurrence {
    NEW,
    SAME,
    /** At least one of the two was decided by the environment: no contradiction. */
    OF_ENVIRONMENT,
    DIFFERENT
  }

  /**
   * @param study from 0 to 127
   * @param decidedByMathematics whether every run of the trial must have this row
   */
  public Occurrence add(TrialId id, int study, long digestOfRow, boolean decidedByMathematics) {
    if (size + 1 > high.length * MOST_LOAD) {
      grow();
    }
    int place = place(id);
    boolean isNew = owner[place] < 0;
    if (!isNew && digest[place] == digestOfRow) {
      return Occurrence.SAME;
    }
    if (!isNew && decided[place] && decidedByMathematics) {
      return Occurrence.DIFFERENT;
    }
    if (isNew || (decidedByMathematics && !decided[place])) {
      high[place] = id.high();
      low[place] = id.low();
      digest[place] = digestOfRow;
      owner[place] = (byte) study;
      decided[place] = decidedByMathematics;
    }
    size += isNew ? 1 : 0;
    return isNew ? Occurrence.NEW : Occurrence.OF_ENVIRONMENT;
  }

  /** The study whose row of the trial is kept. */
  public int owner(TrialId id) {
    return owner[place(id)];
  }

  private void grow() {
    long[] oldHigh = high;
    long[] oldLow = low;
    long[] oldDigest = digest;
    byte[] oldOwner = owner;
    boolean[] oldDecided = decided;
    int places = Math.multiplyExact(oldHigh.length, 2);
    high = new long[places];
    low = new long[places];
    digest = new long[places];
    owner = new byte[places];
    decided = new boolean[places];
    Arrays.fill(owner, (byte) -1);
    for (int old = 0; old < oldOwner.length; old++) {
      if (oldOwner[old] >= 0) {
        int place = place(new TrialId(oldHigh[old], oldLow[old]));
        high[place] = oldHigh[old];
        low[place] = oldLow[old];
        digest[place] = oldDigest[old];
        owner[place] = oldOwner[old];
        decided[place] = oldDecided[old];
      }
    }
  }
}
