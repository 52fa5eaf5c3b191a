package io.gradsweep.sweeps.read;

import io.gradsweep.results.trial.ByteSize;
import io.gradsweep.results.trial.Shown;
import io.gradsweep.sweeps.spec.Problem;
import io.gradsweep.sweeps.spec.Resources;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Reads {@code resources: {threads: 4, memory: 2g}}. */
final class ResourcesReader {

  static final String KEY = "resources";

  private ResourcesReader() {}

  static Resources read(Fields sweep, List<Problem> problems) {
    Optional<Yaml> value = sweep.value(KEY);
    if (value.isEmpty()) {
      return Resources.AS_DECLARED;
    }
    if (!(value.get() instanceof Yaml.Mapping map)) {
      sweep.wrong(KEY, value.get(), "a map such as {threads: 4, memory: 2g}");
      return Resources.AS_DECLARED;
    }
    Fields resources = new Fields(KEY, map, problems);
    resources.refuseOthers(Set.of("threads", "memory"));
    return new Resources(threads(resources), memory(resources));
  }

  private static OptionalInt threads(Fields resources) {
    if (resources.value("threads").isEmpty()) {
      return OptionalInt.empty();
    }
    long threads = resources.whole("threads", 1, 1);
    if (threads > Resources.MOST_THREADS) {
      resources.fault(
          resources.position("threads"),
          "resources.threads: %d (must be at most %d)".formatted(threads, Resources.MOST_THREADS));
      return OptionalInt.empty();
    }
    return OptionalInt.of((int) threads);
  }

  private static OptionalLong memory(Fields resources) {
    Optional<String> text = resources.text("memory");
    OptionalLong bytes = text.isEmpty() ? OptionalLong.empty() : ByteSize.read(text.get());
    if (text.isPresent() && bytes.isEmpty()) {
      resources.fault(
          resources.position("memory"),
          "resources.memory: '%s' (must be %s)"
              .formatted(Shown.briefly(text.get()), ByteSize.RIGHT));
    }
    return bytes;
  }
}
