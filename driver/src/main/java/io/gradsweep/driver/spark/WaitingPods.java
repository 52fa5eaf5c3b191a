package io.gradsweep.driver.spark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.spark.SparkConf;

/**
 * The executors of an application that Kubernetes does not start, and why, asked of its API with
 * the credentials that Spark's own client has. Spark itself waits for them without a word.
 */
final class WaitingPods {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount/";

  private final URI pods;
  private final String token;
  private final String authorities;

  WaitingPods(SparkConf conf, String namespace, String application) {
    boolean inPod = conf.getBoolean("spark.kubernetes.submitInDriver", false);
    String keys = "spark.kubernetes.authenticate" + (inPod ? ".driver.mounted" : "");
    String api =
        inPod
            ? conf.get("spark.kubernetes.driver.master", "https://kubernetes.default.svc")
            : conf.get(SparkSettings.MASTER).replaceFirst("^k8s://", "");
    token = conf.get(keys + ".oauthTokenFile", inPod ? ACCOUNT + "token" : "");
    authorities = conf.get(keys + ".caCertFile", inPod ? ACCOUNT + "ca.crt" : "");
    String labels = "spark-role=executor,spark-app-selector=" + application;
    pods =
        URI.create(
            "%s/api/v1/namespaces/%s/pods?labelSelector=%s"
                .formatted(
                    api.contains("://") ? api : "https://" + api,
                    namespace,
                    URLEncoder.encode(labels, StandardCharsets.UTF_8)));
  }

  /** Each reason once; none if the API does not tell, which is no failure of the run. */
  Set<String> reasons() {
    try {
      HttpRequest.Builder request = HttpRequest.newBuilder(pods).timeout(PATIENCE);
      if (Files.isReadable(Path.of(token)) && !token.isEmpty()) {
        request.header("Authorization", "Bearer " + Files.readString(Path.of(token)).strip());
      }
      HttpResponse<String> answer =
          client().send(request.build(), HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200 ? reasons(JSON.readTree(answer.body())) : Set.of();
    } catch (IOException | GeneralSecurityException e) {
      return Set.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Set.of();
    }
  }

  private HttpClient client() throws IOException, GeneralSecurityException {
    HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(PATIENCE);
    if (Files.isReadable(Path.of(authorities)) && !authorities.isEmpty()) {
      client.sslContext(trusting(Path.of(authorities)));
    }
    return client.build();
  }

  private static SSLContext trusting(Path authorities)
      throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (InputStream in = Files.newInputStream(authorities)) {
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        trusted.setCertificateEntry("authority" + trusted.size(), each);
      }
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }

  /** The reasons in a list of pods: of containers that wait, and of pods that no node takes. */
  static Set<String> reasons(JsonNode list) {
    Set<String> reasons = new LinkedHashSet<>();
    for (JsonNode pod : list.path("items")) {
      for (JsonNode container : pod.at("/status/containerStatuses")) {
        JsonNode waits = container.at("/state/waiting");
        if (waits.has("reason") && !waits.get("reason").asText().equals("ContainerCreating")) {
          reasons.add(words(waits, " of " + container.path("image").asText()));
        }
      }
      for (JsonNode condition : pod.at("/status/conditions")) {
        if (condition.path("type").asText().equals("PodScheduled")
            && condition.path("status").asText().equals("False")) {
          reasons.add(words(condition, ""));
        }
      }
    }
    return reasons;
  }

  private static String words(JsonNode why, String of) {
    List<String> words = new ArrayList<>(List.of(why.path("reason").asText() + of));
    why.path("message").asText().lines().findFirst().ifPresent(words::add);
    return "Kubernetes does not start executors: " + String.join(": ", words);
  }
}
