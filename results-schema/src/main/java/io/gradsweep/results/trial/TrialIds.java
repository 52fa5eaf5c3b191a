package io.gradsweep.results.trial;

import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Makes the ids of one trial after another. The hashed text of the last trial is kept, and only
 * what differs is written anew. A plan shares the values of its axes: a value that is the same
 * object has the same bytes. Serves one thread.
 */
public final class TrialIds {

  /** Name of the rule for making ids; another rule would have another name. */
  private static final String SCHEME = "gradsweep-trial-1";

  /** Values of one parameter whose bytes are kept. */
  private static final int MOST_KEPT = 4096;

  private static final int HASH_BYTES = 32;

  private final MessageDigest digest = CanonicalHash.sha256();
  private final ByteBuffer hash = ByteBuffer.allocate(HASH_BYTES);
  private byte[] text = {};
  private int size;

  /** The last trial; null before the first. */
  private Trial last;

  private IdPart[] slots = {};

  /** A parameter's place in the text, which is empty if the value is the identity default. */
  private static final class IdPart {
    private final int index;
    private final ParameterSpec parameter;
    private final Map<ParamValue, byte[]> known = new IdentityHashMap<>();
    private ParamValue value;
    private byte[] bytes;
    private int begin;

    IdPart(ParameterSpec parameter, int index) {
      this.parameter = parameter;
      this.index = index;
    }

    void set(ParamValue next) {
      value = next;
      bytes = known.get(next);
      if (bytes == null) {
        bytes = encoded(next);
        if (known.size() < MOST_KEPT) {
          known.put(next, bytes);
        }
      }
    }

    private byte[] encoded(ParamValue next) {
      return parameter.identityDefault().filter(next::equals).isPresent()
          ? new byte[0]
          : CanonicalHash.text(parameter.name(), next.canonical());
    }
  }

  /** The trial's identity; {@link Trial#id()} is the same. */
  public TrialId of(Trial trial) {
    int first = firstChange(trial);
    if (first < 0) {
      writeCoordinates(trial);
      first = 0;
    }
    writeParameters(trial.params(), first);
    last = trial;
    digest.update(text, 0, size);
    try {
      digest.digest(hash.array(), 0, HASH_BYTES);
    } catch (DigestException e) {
      throw new IllegalStateException(e);
    }
    return new TrialId(hash.getLong(0), hash.getLong(Long.BYTES));
  }

  /** The first place with another value; -1 if something besides values has changed. */
  private int firstChange(Trial trial) {
    Params params = trial.params();
    if (last == null
        || params.spec() != last.simulation()
        || trial.seed() != last.seed()
        || trial.replicate() != last.replicate()) {
      return -1;
    }
    int first = 0;
    while (first < slots.length && params.value(slots[first].index) == slots[first].value) {
      first++;
    }
    return first;
  }

  private void writeCoordinates(Trial trial) {
    SimulationSpec spec = trial.simulation();
    if (last == null || spec != last.simulation()) {
      slots =
          Arrays.stream(spec.parametersByName())
              .mapToObj(index -> new IdPart(spec.parameters().get(index), index))
              .toArray(IdPart[]::new);
    }
    size = 0;
    append(
        CanonicalHash.text(
            SCHEME,
            spec.name(),
            Integer.toString(spec.version()),
            Long.toString(trial.seed()),
            Long.toString(trial.replicate())));
    if (slots.length > 0) {
      slots[0].begin = size;
    }
  }

  private void writeParameters(Params params, int first) {
    if (first < slots.length) {
      size = slots[first].begin;
    }
    for (int i = first; i < slots.length; i++) {
      IdPart slot = slots[i];
      ParamValue value = params.value(slot.index);
      if (value != slot.value) {
        slot.set(value);
      }
      slot.begin = size;
      append(slot.bytes);
    }
  }

  private void append(byte[] bytes) {
    if (text.length - size < bytes.length) {
      text = Arrays.copyOf(text, 2 * (size + bytes.length));
    }
    System.arraycopy(bytes, 0, text, size, bytes.length);
    size += bytes.length;
  }
}
