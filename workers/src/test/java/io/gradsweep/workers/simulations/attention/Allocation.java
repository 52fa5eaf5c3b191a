package io.gradsweep.workers.simulations.attention;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Memory that a thread has allocated so far, in bytes. */
final class Allocation {

  private Allocation() {}

  static long ofThisThread() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
  }
}
