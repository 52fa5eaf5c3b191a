package io.gradsweep.driver.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and an HTTP server on the loopback address. Of some uploads it forwards
 * all to the server, waits until the server has said yes, and then hangs up instead of telling.
 */
final class ForgetfulProxy implements AutoCloseable {

  private static final int CHUNK = 64 << 10;

  private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final AtomicInteger forgotten = new AtomicInteger();
  private final Random random;
  private final double share;
  private final int server;

  /**
   * @param server the server's port
   * @param share of the uploads whose answer is lost
   */
  ForgetfulProxy(int server, Random random, double share) throws IOException {
    this.server = server;
    this.random = random;
    this.share = share;
    start(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  /** Uploads whose answers were lost. */
  int forgotten() {
    return forgotten.get();
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "forgetful-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server);
        AtomicBoolean forget = new AtomicBoolean();
        start(() -> pump(client, upstream, request -> decide(request, forget)));
        start(() -> pump(upstream, client, answer -> keep(answer, forget)));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  /** Whether what has come may be passed on. */
  private interface Gate {
    boolean passes(String beginning);
  }

  private boolean decide(String request, AtomicBoolean forget) {
    if (request.startsWith("PUT ")) {
      synchronized (random) {
        forget.set(random.nextDouble() < share);
      }
    }
    return true;
  }

  private boolean keep(String answer, AtomicBoolean forget) {
    boolean lost = forget.get() && answer.contains("HTTP/1.1 200");
    if (lost) {
      forgotten.incrementAndGet();
    }
    return !lost;
  }

  private static void pump(Socket from, Socket to, Gate gate) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] chunk = new byte[CHUNK];
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        if (!gate.passes(new String(chunk, 0, Math.min(n, 100), StandardCharsets.ISO_8859_1))) {
          return;
        }
        out.write(chunk, 0, n);
      }
    } catch (IOException e) {
      return; // the other side has hung up
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
