package io.gradsweep.workers.numeric;

/**
 * Loads a native library on a thread of its own. A trial may be the first to need it, and its time
 * limit, or a task that is cancelled, may interrupt that trial: an interrupt while a library is
 * unpacked would leave classes that no later trial of the process can use.
 */
public final class LibraryLoader {

  private final Thread thread;

  /**
   * Begins to load.
   *
   * @param library its name, for those who look at threads
   * @param load uses the library for the first time; what it throws is lost, since the next use
   *     throws it again
   */
  public LibraryLoader(String library, Runnable load) {
    thread = new Thread(load, library + " loader");
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler((where, error) -> {});
    thread.start();
  }

  /** Returns once loading has ended, well or not; an interrupt meanwhile is kept for the caller. */
  public void await() {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
