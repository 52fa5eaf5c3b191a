package io.gradsweep.driver.cluster.managers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradsweep.driver.cluster.ServerProcess;
import io.gradsweep.driver.cluster.StandaloneCluster;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An API server of Kubernetes that keeps what it is given, and no cluster behind it. */
final class KubernetesApi implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process server;
  private final String url;
  private final HttpClient http = HttpClient.newHttpClient();

  KubernetesApi(Path folder) throws IOException {
    int port = StandaloneCluster.freePort();
    url = "http://127.0.0.1:" + port;
    Path log = folder.resolve("kubernetes.log");
    server = ServerProcess.startOfKubernetes(log, port);
    StandaloneCluster.await(log, "ready");
  }

  String url() {
    return url;
  }

  /** All that it has of a kind, such as {@code pods}, in a namespace. */
  List<JsonNode> all(String kind, String namespace) throws IOException {
    URI uri = URI.create("%s/api/v1/namespaces/%s/%s".formatted(url, namespace, kind));
    try {
      HttpRequest request = HttpRequest.newBuilder(uri).build();
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      List<JsonNode> items = new ArrayList<>();
      JSON.readTree(answer.body()).get("items").forEach(items::add);
      return items;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Gives a pod a state, as its node would. */
  void setStatus(String pod, String namespace, String status) throws IOException {
    URI uri = URI.create("%s/api/v1/namespaces/%s/pods/%s/status".formatted(url, namespace, pod));
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/merge-patch+json")
            .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"status\": " + status + "}"))
            .build();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2) {
        throw new IOException(answer.statusCode() + ": " + answer.body());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    server.destroyForcibly();
  }
}
