package io.gradsweep.workers.simulations.group;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The designs that were last used, few and of bounded size: a segment asks for one again for each
 * of its algorithms, step sizes and noises. A cache and no more.
 */
final class DesignCache {

  private static final int MOST_DESIGNS = 16;
  private static final long MOST_ENTRIES = 1 << 23;

  private final Map<Object, GroupDesign> designs = new LinkedHashMap<>(MOST_DESIGNS, 0.75f, true);
  private long entries;

  /** Two threads may draw the same design; both draw the same numbers. */
  GroupDesign get(Object key, Supplier<GroupDesign> draw) {
    synchronized (designs) {
      GroupDesign known = designs.get(key);
      if (known != null) {
        return known;
      }
    }
    GroupDesign drawn = draw.get();
    synchronized (designs) {
      GroupDesign earlier = designs.putIfAbsent(key, drawn);
      if (earlier != null) {
        return earlier;
      }
      entries += drawn.entries();
      forgetOldest();
      return drawn;
    }
  }

  /** The last one stays, however large it is. */
  private void forgetOldest() {
    var oldest = designs.values().iterator();
    while (designs.size() > 1 && (designs.size() > MOST_DESIGNS || entries > MOST_ENTRIES)) {
      entries -= oldest.next().entries();
      oldest.remove();
    }
  }

  int size() {
    synchronized (designs) {
      return designs.size();
    }
  }
}
