package io.gradsweep.driver;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The name of this machine, as rows, locks and messages have it. */
public final class HostName {

  private static final Path KERNELS = Path.of("/proc/sys/kernel/hostname");

  private HostName() {}

  /** The name, whether or not the network knows it; {@code localhost} if there is none. */
  public static String get() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return ofKernel();
    }
  }

  private static String ofKernel() {
    try {
      return Files.readString(KERNELS).strip();
    } catch (IOException e) {
      return "localhost";
    }
  }
}
