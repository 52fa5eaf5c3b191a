import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.apache.hadoop.yarn.server.MiniYARNCluster;

/**
 * A NameNode with its DataNode and a ResourceManager with its NodeManager, in this process and on
 * the loopback address. Java starts it from the source, since nothing else is compiled against
 * Hadoop's servers.
 */
final class YarnServer {

  private static final int PATIENCE_MILLIS = 180_000;

  private YarnServer() {}

  /**
   * @param args a folder for HDFS's data, a file for the settings that clients need, and settings
   *     of the servers' as {@code NAME=VALUE}
   */
  public static void main(String[] args) throws IOException, InterruptedException, YarnException {
    YarnConfiguration settings = new YarnConfiguration();
    for (int i = 2; i < args.length; i++) {
      String[] setting = args[i].split("=", 2);
      settings.set(setting[0], setting[1]);
    }
    MiniDFSCluster hdfs =
        new MiniDFSCluster.Builder(new Configuration(settings), new File(args[0])).build();
    hdfs.waitActive();
    FileSystem.setDefaultUri(settings, hdfs.getURI());
    MiniYARNCluster yarn = new MiniYARNCluster("yarn", 1, 1, 1);
    yarn.init(settings);
    yarn.start();
    if (!yarn.waitForNodeManagersToConnect(PATIENCE_MILLIS)) {
      throw new IOException("no NodeManager within %d ms".formatted(PATIENCE_MILLIS));
    }
    try (OutputStream out = Files.newOutputStream(Path.of(args[1]))) {
      yarn.getConfig().writeXml(out);
    }
    System.out.println("ready");
  }
}
