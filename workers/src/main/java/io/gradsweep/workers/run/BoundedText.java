package io.gradsweep.workers.run;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The beginning and the end of a text that arrives in parts, however long it is. */
public final class BoundedText {

  private final byte[] head;
  private final byte[] tail;
  private long seen;

  /**
   * @param head bytes kept of the beginning
   * @param tail bytes kept of the end
   */
  public BoundedText(int head, int tail) {
    this.head = new byte[head];
    this.tail = new byte[tail];
  }

  public synchronized void add(byte[] bytes, int count) {
    for (int i = 0; i < count; i++, seen++) {
      if (seen < head.length) {
        head[(int) seen] = bytes[i];
      } else {
        tail[(int) ((seen - head.length) % tail.length)] = bytes[i];
      }
    }
  }

  public synchronized void clear() {
    seen = 0;
  }

  public synchronized String text() {
    if (seen <= head.length) {
      return new String(head, 0, (int) seen, StandardCharsets.UTF_8);
    }
    long beyond = seen - head.length;
    String first = new String(head, StandardCharsets.UTF_8);
    if (beyond <= tail.length) {
      return first + new String(tail, 0, (int) beyond, StandardCharsets.UTF_8);
    }
    int start = (int) (beyond % tail.length);
    byte[] last = Arrays.copyOf(Arrays.copyOfRange(tail, start, tail.length), tail.length);
    System.arraycopy(tail, 0, last, tail.length - start, start);
    return "%s\n… %d bytes left out …\n%s"
        .formatted(first, beyond - tail.length, new String(last, StandardCharsets.UTF_8));
  }
}
