package io.gradsweep.driver;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The name of this machine, as rows, locks and messages have it. */
public final class HostName {

  private HostName() {}

  /** The name; {@code localhost} if the machine cannot resolve its own. */
  public static String get() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
