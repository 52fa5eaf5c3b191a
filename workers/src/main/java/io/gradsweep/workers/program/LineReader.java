package io.gradsweep.workers.program;

import io.gradsweep.results.trial.Shown;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;

/**
 * Reads the lines that a process prints. A separate thread reads them, so that the process never
 * has to wait, as long as they are taken; memory is bounded, whatever it prints.
 */
final class LineReader {

  /**
   * A line, or the reason why there are no more.
   *
   * @param bytes without the end of the line
   * @param nanos when it came
   */
  record Line(LineKind kind, byte[] bytes, long nanos) {

    private static final int MOST_QUOTED = 120;

    /** Its beginning, in quotation marks. */
    String quoted() {
      int length = Math.min(bytes.length, 4 * MOST_QUOTED);
      String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
      return "'%s'".formatted(Shown.beginning(text, MOST_QUOTED));
    }

    /**
     * Position at which an object of JSON may begin; -1 if nowhere. Spaces before it belong to it.
     */
    int brace() {
      boolean blank = true;
      for (int i = 0; i < bytes.length; i++) {
        if (bytes[i] == '{') {
          return blank ? 0 : i;
        }
        blank &= bytes[i] == ' ' || bytes[i] == '\t';
      }
      return -1;
    }
  }

  enum LineKind {
    LINE,
    /** Longer than a line may be: nothing is read any more. */
    TOO_LONG,
    /** The process has ended, or closed its output. */
    END
  }

  private static final int FIRST_BUFFER = 1 << 16;

  private final InputStream in;
  private final int most;
  private final Queue<Line> lines = new ArrayDeque<>();
  private long waitingBytes;
  private boolean closed;

  /**
   * @param most bytes of a line
   */
  LineReader(InputStream in, int most, String name) {
    this.in = in;
    this.most = most;
    Thread thread = new Thread(this::read, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void read() {
    LineKind last = LineKind.END;
    try (in) {
      if (!readLines()) {
        last = LineKind.TOO_LONG;
      }
    } catch (IOException e) {
      last = LineKind.END; // closed
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      addLast(last);
    }
  }

  /** False if a line is too long. */
  private boolean readLines() throws IOException, InterruptedException {
    byte[] buffer = new byte[FIRST_BUFFER];
    int size = 0;
    while (true) {
      int read = in.read(buffer, size, buffer.length - size);
      if (read < 0) {
        if (size > 0) {
          add(buffer, 0, size, System.nanoTime());
        }
        return true;
      }
      long now = System.nanoTime();
      int start = 0;
      for (int i = size; i < size + read; i++) {
        if (buffer[i] == '\n') {
          add(buffer, start, i, now);
          start = i + 1;
        }
      }
      size += read - start;
      System.arraycopy(buffer, start, buffer, 0, size);
      if (size > most) {
        return false;
      }
      if (size == buffer.length) {
        buffer = Arrays.copyOf(buffer, 2 * size);
      } else if (size == 0 && buffer.length > FIRST_BUFFER) {
        buffer = new byte[FIRST_BUFFER];
      }
    }
  }

  private synchronized void add(byte[] buffer, int from, int to, long now)
      throws InterruptedException {
    while (waitingBytes > most && !closed) {
      wait();
    }
    int end = to > from && buffer[to - 1] == '\r' ? to - 1 : to;
    lines.add(new Line(LineKind.LINE, Arrays.copyOfRange(buffer, from, end), now));
    waitingBytes += to - from;
    notifyAll();
  }

  private synchronized void addLast(LineKind kind) {
    lines.add(new Line(kind, new byte[0], System.nanoTime()));
    notifyAll();
  }

  /** Stops taking lines. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  synchronized boolean isEmpty() {
    return lines.isEmpty();
  }

  /**
   * The next line; null if none comes in time.
   *
   * @param nanos to wait at most
   */
  synchronized Line next(long nanos) throws InterruptedException {
    long deadline = System.nanoTime() + nanos;
    while (lines.isEmpty()) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return null;
      }
      wait(left / 1_000_000 + 1);
    }
    Line line = lines.remove();
    waitingBytes -= line.bytes().length;
    notifyAll();
    return line;
  }
}
