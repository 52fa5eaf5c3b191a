package io.gradsweep.driver.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A headless browser with one page, driven over the DevTools protocol. What the page complains of,
 * and what it asks the network for, is kept.
 */
final class Chromium implements AutoCloseable {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final String LISTENING = "DevTools listening on ";
  private static final int SECONDS = 30;
  private static final int HEIGHT = 900;

  private final Process process;
  private final WebSocket socket;
  private final AtomicInteger count = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private String session;
  private int width;

  private Chromium(Process process, URI endpoint) {
    this.process = process;
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(endpoint, new Messages())
            .join();
    String target =
        send("Target.createTarget", Map.of("url", "about:blank")).get("targetId").asText();
    session =
        send("Target.attachToTarget", Map.of("targetId", target, "flatten", true))
            .get("sessionId")
            .asText();
    Stream.of("Runtime", "Log", "Page", "Network").forEach(d -> send(d + ".enable", Map.of()));
  }

  /** The browser of this machine, if there is one. */
  static Optional<Path> find() {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static Chromium start(Path binary, Path profile) throws IOException {
    Process process =
        new ProcessBuilder(
                binary.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .start();
    BufferedReader output = process.inputReader();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(LISTENING)) {
        drain(output);
        return new Chromium(process, URI.create(line.substring(LISTENING.length()).strip()));
      }
    }
    throw new IOException("Cannot start %s: it ended without listening".formatted(binary));
  }

  /** Reads on until the browser ends, since a full pipe would stop it. */
  private static void drain(BufferedReader output) {
    Thread thread =
        new Thread(
            () -> {
              try {
                while (output.readLine() != null) {}
              } catch (IOException e) {
                // the browser has ended
              }
            },
            "chromium-output");
    thread.setDaemon(true);
    thread.start();
  }

  JsonNode send(String method, Map<String, Object> parameters) {
    int id = count.incrementAndGet();
    CompletableFuture<JsonNode> reply = new CompletableFuture<>();
    waiting.put(id, reply);
    Map<String, Object> message = new ConcurrentHashMap<>();
    message.put("id", id);
    message.put("method", method);
    message.put("params", parameters);
    if (session != null) {
      message.put("sessionId", session);
    }
    try {
      socket.sendText(MAPPER.writeValueAsString(message), true).join();
      JsonNode answer = reply.get(SECONDS, TimeUnit.SECONDS);
      if (answer.has("error")) {
        throw new IllegalStateException(method + ": " + answer.get("error"));
      }
      return answer.get("result");
    } catch (Exception e) {
      throw new IllegalStateException("Cannot " + method + ": " + e.getMessage(), e);
    }
  }

  /** Opens a page in a window of a width, in a theme, and waits until a script holds. */
  void open(Path file, int width, String theme, String ready) {
    complaints.clear();
    requests.clear();
    window(width, theme);
    send("Page.navigate", Map.of("url", file.toUri().toString()));
    await(ready);
  }

  private void resize(int width, int height) {
    send(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
  }

  void window(int width, String theme) {
    this.width = width;
    resize(width, HEIGHT);
    send(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", theme))));
  }

  void await(String script) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!evaluate(script).asBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("never true: %s; %s".formatted(script, complaints));
      }
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  JsonNode evaluate(String script) {
    JsonNode answer = send("Runtime.evaluate", Map.of("expression", script, "returnByValue", true));
    if (answer.has("exceptionDetails")) {
      throw new IllegalStateException(script + ": " + answer.get("exceptionDetails"));
    }
    JsonNode value = answer.get("result").get("value");
    return value == null ? MAPPER.nullNode() : value;
  }

  /** Moves the mouse to a place of the window, and clicks there if asked to. */
  void mouse(String type, double x, double y) {
    send(
        "Input.dispatchMouseEvent",
        Map.of("type", type, "x", x, "y", y, "button", "left", "clickCount", 1));
  }

  void key(String key) {
    send("Input.dispatchKeyEvent", Map.of("type", "keyDown", "key", key, "code", key));
    send("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key, "code", key));
  }

  /** The whole page as a picture, in a window that is as high as the page. */
  void screenshot(Path file) throws IOException {
    double height = evaluate("document.documentElement.scrollHeight").asDouble();
    resize(width, (int) Math.min(16_000, height));
    JsonNode picture = send("Page.captureScreenshot", Map.of("format", "png"));
    resize(width, HEIGHT);
    Files.createDirectories(file.getParent());
    Files.write(file, Base64.getDecoder().decode(picture.get("data").asText()));
  }

  /** Errors on the console, exceptions, and what the page's policy refused. */
  List<String> complaints() {
    return complaints;
  }

  /** Requests of the page, besides that for itself. */
  List<String> requests() {
    return requests;
  }

  @Override
  public void close() {
    socket.abort();
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Messages arrive in parts; replies go to who waits, complaints are kept. */
  private final class Messages implements WebSocket.Listener {

    private final StringBuilder parts = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      parts.append(data);
      if (last) {
        String message = parts.toString();
        parts.setLength(0);
        try {
          take(MAPPER.readTree(message));
        } catch (IOException e) {
          complaints.add(e.toString());
        }
      }
      from.request(1);
      return null;
    }

    private void take(JsonNode message) {
      if (message.has("id")) {
        Optional.ofNullable(waiting.remove(message.get("id").asInt()))
            .ifPresent(reply -> reply.complete(message));
        return;
      }
      JsonNode parameters = message.get("params");
      switch (message.get("method").asText()) {
        case "Runtime.exceptionThrown" ->
            complaints.add(parameters.get("exceptionDetails").toString());
        case "Runtime.consoleAPICalled" -> {
          if (List.of("error", "warning", "assert").contains(parameters.get("type").asText())) {
            complaints.add(parameters.get("args").toString());
          }
        }
        case "Log.entryAdded" -> {
          if (!parameters.get("entry").get("level").asText().equals("info")) {
            complaints.add(parameters.get("entry").toString());
          }
        }
        case "Network.requestWillBeSent" -> {
          String url = parameters.get("request").get("url").asText();
          if (!url.startsWith("file:") && !url.startsWith("blob:") && !url.startsWith("data:")) {
            requests.add(url);
          }
        }
        default -> {
          // other events say nothing that a test asks for
        }
      }
    }
  }
}
