package io.gradsweep.workers.program;

import io.gradsweep.results.trial.Shown;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads the lines that a process prints. A separate thread reads them, so that the process never
 * has to wait, as long as they are taken; memory is bounded, whatever it prints. Lines that come
 * one right after the other are read several at once: to be woken for each costs the process, and
 * us, more than the line.
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

    /** Whether an object of JSON may be in it: spaces before it belong to it. */
    boolean beginsObject() {
      int i = 0;
      while (i < bytes.length && (bytes[i] == ' ' || bytes[i] == '\t')) {
        i++;
      }
      return i < bytes.length && bytes[i] == '{';
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

  /** Time between reads below which lines follow each other, and the pause that gathers some. */
  private static final long SHORT_NANOS = 300_000;

  private static final long PAUSE_NANOS = 50_000;

  /** Bytes of memory that a line takes besides its own: empty ones may be many. */
  private static final int OF_LINE = 64;

  private final InputStream in;
  private final int most;

  /** Lines that were read; the reader adds those of one read at a time. */
  private final Queue<Line> lines = new ArrayDeque<>();

  /** Lines that the taker has got hold of, so that it need not ask for each. */
  private final Queue<Line> taken = new ArrayDeque<>();

  /** Bytes of lines that wait, of which those in {@link #taken} count no more. */
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
    List<Line> ended = new ArrayList<>();
    int size = 0;
    long last = System.nanoTime();
    while (true) {
      int read = in.read(buffer, size, buffer.length - size);
      if (read < 0) {
        if (size > 0) {
          add(List.of(line(buffer, 0, size, System.nanoTime())));
        }
        return true;
      }
      long now = System.nanoTime();
      int start = 0;
      for (int i = size; i < size + read; i++) {
        if (buffer[i] == '\n') {
          ended.add(line(buffer, start, i, now));
          start = i + 1;
        }
      }
      add(ended);
      ended.clear();
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
      if (start > 0 && now - last < SHORT_NANOS) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      last = now;
    }
  }

  private static Line line(byte[] buffer, int from, int to, long now) {
    int end = to > from && buffer[to - 1] == '\r' ? to - 1 : to;
    return new Line(LineKind.LINE, Arrays.copyOfRange(buffer, from, end), now);
  }

  private synchronized void add(List<Line> ended) throws InterruptedException {
    if (ended.isEmpty()) {
      return;
    }
    while (waitingBytes > most && !closed) {
      wait();
    }
    for (Line line : ended) {
      lines.add(line);
      waitingBytes += OF_LINE + line.bytes().length;
    }
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

  /** Whether no line waits to be taken. */
  synchronized boolean isEmpty() {
    return taken.isEmpty() && lines.isEmpty();
  }

  /**
   * The next line; null if none comes in time. To be called by one thread.
   *
   * @param nanos to wait at most
   */
  Line next(long nanos) throws InterruptedException {
    if (taken.isEmpty()) {
      take(nanos);
    }
    return taken.poll();
  }

  private synchronized void take(long nanos) throws InterruptedException {
    long deadline = System.nanoTime() + nanos;
    while (lines.isEmpty()) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return;
      }
      wait(left / 1_000_000 + 1);
    }
    taken.addAll(lines);
    lines.clear();
    waitingBytes = 0;
    notifyAll();
  }
}
