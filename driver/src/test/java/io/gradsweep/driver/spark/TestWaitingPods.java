package io.gradsweep.driver.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pods as Kubernetes lists them, and what is said of those that do not start. */
class TestWaitingPods {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'containerStatuses': [{'image': 'r/g:1', 'state': {'waiting': {'reason': 'ErrImagePull', 'message': 'not found'}}}]        | ErrImagePull of r/g:1: not found
          'containerStatuses': [{'image': 'r/g:1', 'state': {'waiting': {'reason': 'ImagePullBackOff'}}}]                             | ImagePullBackOff of r/g:1
          'containerStatuses': [{'image': 'r/g:1', 'state': {'waiting': {'reason': 'InvalidImageName', 'message': 'bad'}}}]           | InvalidImageName of r/g:1: bad
          'conditions': [{'type': 'PodScheduled', 'status': 'False', 'reason': 'Unschedulable', 'message': '0/3 nodes: 3 Insufficient memory.'}] | Unschedulable: 0/3 nodes: 3 Insufficient memory.
          'containerStatuses': [{'image': 'r/g:1', 'state': {'waiting': {'reason': 'ContainerCreating'}}}]                            |
          'containerStatuses': [{'image': 'r/g:1', 'state': {'running': {}}}], 'conditions': [{'type': 'PodScheduled', 'status': 'True'}] |
          'phase': 'Pending'                                                                                                          |
          """)
  void aPodThatDoesNotStartIsToldOnceWithItsReason(String status, String reason)
      throws IOException {
    String pod = "{'status': {%s}}".formatted(status);
    String list = "{'items': [%s, %s]}".formatted(pod, pod).replace('\'', '"');
    assertThat(WaitingPods.reasons(new ObjectMapper().readTree(list)))
        .isEqualTo(
            reason == null ? Set.of() : Set.of("Kubernetes does not start executors: " + reason));
  }

  /** As the driver's pod does, and nobody else's pods are looked at. */
  @Test
  void theApiIsAskedWithTheTokenOfTheAccount(@TempDir Path folder) throws IOException {
    List<String> asked = new ArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        request -> {
          asked.add(request.getRequestURI().toString());
          asked.add(request.getRequestHeaders().getFirst("Authorization"));
          byte[] answer = "{\"items\": []}".getBytes(StandardCharsets.UTF_8);
          request.sendResponseHeaders(200, answer.length);
          request.getResponseBody().write(answer);
          request.close();
        });
    server.start();
    try {
      Path token = Files.writeString(folder.resolve("token"), "t\n");
      SparkConf conf =
          new SparkConf(false)
              .set("spark.kubernetes.submitInDriver", "true")
              .set(
                  "spark.kubernetes.driver.master",
                  "http://127.0.0.1:" + server.getAddress().getPort())
              .set("spark.kubernetes.authenticate.driver.mounted.oauthTokenFile", token.toString());
      assertThat(new WaitingPods(conf, "n", "spark-1").reasons()).isEmpty();
      assertThat(asked)
          .containsExactly(
              "/api/v1/namespaces/n/pods?labelSelector=spark-role%3Dexecutor%2Cspark-app-selector%3Dspark-1",
              "Bearer t");
    } finally {
      server.stop(0);
    }
    SparkConf gone = new SparkConf(false).set("spark.master", "k8s://http://127.0.0.1:1");
    assertThat(new WaitingPods(gone, "n", "spark-1").reasons()).isEmpty();
  }
}
