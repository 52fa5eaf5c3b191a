package io.gradsweep.workers.program;

import io.gradsweep.workers.run.BoundedText;
import java.io.IOException;
import java.io.InputStream;

/** Reads what a process writes to standard error, however much that is, and keeps some of it. */
final class ErrorOutput {

  private static final int KEPT_HEAD = 5_000;
  private static final int KEPT_TAIL = 2_000;

  /** Most waits for output that a process wrote before its answer and that is not read yet. */
  private static final int MOST_WAITS = 10;

  private static final long QUIET_MILLIS = 5;

  private final InputStream in;
  private final BoundedText text = new BoundedText(KEPT_HEAD, KEPT_TAIL);
  private final Thread thread;

  /** Written by the thread alone. */
  private volatile long bytes;

  private volatile boolean heard;

  ErrorOutput(InputStream in, String name) {
    this.in = in;
    thread = new Thread(this::listen, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void listen() {
    byte[] buffer = new byte[1 << 16];
    try (in) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        synchronized (text) {
          text.add(buffer, read);
          heard = true;
          bytes += read;
        }
      }
    } catch (IOException e) {
      return; // closed
    }
  }

  /** Returns the output since the last call. */
  String take() {
    if (!heard) {
      return "";
    }
    synchronized (text) {
      String taken = text.text();
      text.clear();
      heard = false;
      return taken;
    }
  }

  /** The same, including output that is still on its way, if it ends. */
  String takeAll() {
    try {
      long before = -1;
      for (int i = 0; i < MOST_WAITS && before != bytes; i++) {
        before = bytes;
        Thread.sleep(QUIET_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return take();
  }

  /** The same of a process that has ended; its own children may go on writing. */
  String takeLast() throws InterruptedException {
    thread.join(MOST_WAITS * QUIET_MILLIS);
    return take();
  }
}
