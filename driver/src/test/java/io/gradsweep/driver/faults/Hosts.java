package io.gradsweep.driver.faults;

import io.gradsweep.driver.cluster.StandaloneCluster.Host;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Several hosts on this machine: namespaces of the network on one switch, each with a name of its
 * own that nobody can resolve. They share files and processes, and no network but their own.
 */
final class Hosts implements AutoCloseable {

  private static final String SWITCH = "switch";
  private static final String CARD = "eth0";

  private final List<Machine> machines;

  /**
   * One of the hosts.
   *
   * @param space its namespace
   */
  private record Machine(String space, String name, String address) implements Host {

    @Override
    public List<String> on(List<String> command) {
      List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", space));
      all.addAll(List.of("unshare", "--uts", "sh", "-c", "hostname \"$0\" && exec \"$@\"", name));
      all.addAll(command);
      return all;
    }

    private void ip(String words) throws IOException {
      say(("ip -n " + space + " " + words).split(" "));
    }
  }

  /** Whether we may make some here: it takes root, and a kernel that has namespaces. */
  static boolean arePossible() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return false;
    }
    try (Hosts two = new Hosts(2)) {
      two.slow(1, 400);
      say(two.machines.get(1).on(List.of("true")).toArray(String[]::new));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Makes some; the first one has the switch. */
  Hosts(int number) throws IOException {
    String prefix = "gradsweep-" + ProcessHandle.current().pid();
    machines =
        IntStream.range(0, number)
            .mapToObj(i -> new Machine(prefix + "-" + i, "node" + i, "10.211.0." + (i + 1)))
            .toList();
    try {
      connect();
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private void connect() throws IOException {
    for (Machine machine : machines) {
      say("ip", "netns", "add", machine.space);
      machine.ip("link set lo up");
    }
    Machine first = machines.get(0);
    first.ip("link add %s type bridge".formatted(SWITCH));
    first.ip("addr add %s/24 dev %s".formatted(first.address, SWITCH));
    first.ip("link set %s up".formatted(SWITCH));
    for (int i = 1; i < machines.size(); i++) {
      Machine machine = machines.get(i);
      first.ip(
          "link add %s type veth peer name %s netns %s".formatted(port(i), CARD, machine.space));
      first.ip("link set %s master %s up".formatted(port(i), SWITCH));
      machine.ip("addr add %s/24 dev %s".formatted(machine.address, CARD));
      machine.ip("link set %s up".formatted(CARD));
    }
  }

  private static String port(int host) {
    return "port" + host;
  }

  List<? extends Host> all() {
    return machines;
  }

  /** Pulls the cable of a host out of the switch: what is sent is lost without a word. */
  void cut(int host) throws IOException {
    machines.get(0).ip("link set %s down".formatted(port(host)));
  }

  void join(int host) throws IOException {
    machines.get(0).ip("link set %s up".formatted(port(host)));
  }

  /** Lets no more than so many kilobits a second through, in each direction. */
  void slow(int host, int kilobits) throws IOException {
    String queue =
        " root tbf rate %dkbit burst 16kb latency 500ms".formatted(kilobits); // larger than a frame
    say(
        ("tc -n %s qdisc replace dev %s".formatted(machines.get(host).space, CARD) + queue)
            .split(" "));
    say(
        ("tc -n %s qdisc replace dev %s".formatted(machines.get(0).space, port(host)) + queue)
            .split(" "));
  }

  private static void say(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException("%s: %s".formatted(String.join(" ", command), said));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Takes all of them away; what runs there must have ended. */
  @Override
  public void close() throws IOException {
    for (Machine machine : machines) {
      if (Files.exists(Path.of("/run/netns", machine.space))) {
        say("ip", "netns", "delete", machine.space);
      }
    }
  }
}
