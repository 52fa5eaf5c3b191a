import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.apache.hadoop.yarn.server.MiniYARNCluster;

/**
 * A ResourceManager and its NodeManagers, in this process and on the loopback address. Java starts
 * it from the source, since nothing else is compiled against Hadoop's servers.
 */
final class YarnServer {

  private static final int PATIENCE_MILLIS = 60_000;

  private YarnServer() {}

  /**
   * @param args the number of NodeManagers, a file for the settings that clients need, and settings
   *     of the servers' as {@code NAME=VALUE}
   */
  public static void main(String[] args) throws IOException, InterruptedException, YarnException {
    YarnConfiguration settings = new YarnConfiguration();
    for (int i = 2; i < args.length; i++) {
      String[] setting = args[i].split("=", 2);
      settings.set(setting[0], setting[1]);
    }
    MiniYARNCluster cluster = new MiniYARNCluster("yarn", Integer.parseInt(args[0]), 1, 1);
    cluster.init(settings);
    cluster.start();
    if (!cluster.waitForNodeManagersToConnect(PATIENCE_MILLIS)) {
      throw new IOException("no NodeManagers within %d ms".formatted(PATIENCE_MILLIS));
    }
    try (OutputStream out = Files.newOutputStream(Path.of(args[1]))) {
      cluster.getConfig().writeXml(out);
    }
    System.out.println("ready");
  }
}
