import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.net.InetAddress;
import java.util.HashMap;

/**
 * An API server of Kubernetes on the loopback address, which keeps what it is given and starts no
 * pods. Java starts it from the source, since nothing else is compiled against it.
 */
final class KubernetesServer {

  private KubernetesServer() {}

  /** Makes what is applied and not there, as a real server does. */
  private static final class Applying extends KubernetesCrudDispatcher {

    @Override
    public MockResponse handlePatch(RecordedRequest request) {
      byte[] body = request.getBody().getBytes(); // to be read once more
      MockResponse answer = super.handlePatch(request);
      return answer.code() == 404 && request.getPath().contains("fieldManager=")
          ? handleCreate(
              new RecordedRequest(
                  request.getHttpVersion(),
                  HttpMethod.POST,
                  request.getPath().replaceFirst("/[^/]*$", ""),
                  request.getHeaders(),
                  new Buffer(body)))
          : answer;
    }
  }

  /**
   * @param args the port
   */
  public static void main(String[] args) {
    KubernetesMockServer server =
        new KubernetesMockServer(
            new Context(),
            new MockWebServer(),
            new HashMap<>(),
            new Applying(),
            false);
    server.init(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
    System.out.println("ready");
  }
}
