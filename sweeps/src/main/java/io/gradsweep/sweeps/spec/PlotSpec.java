package io.gradsweep.sweeps.spec;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** A picture: what stands on which channel ({@code x, y, color, scale, facet, title}). */
public record PlotSpec(Map<String, String> channels) {

  public PlotSpec {
    channels = Collections.unmodifiableMap(new TreeMap<>(channels));
  }
}
