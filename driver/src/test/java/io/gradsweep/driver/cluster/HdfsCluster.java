package io.gradsweep.driver.cluster;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/** A NameNode and DataNodes on the loopback address, each DataNode a process that can be killed. */
public final class HdfsCluster implements AutoCloseable {

  private final Path folder;
  private final ServerProcess nameNode;
  private final List<Process> dataNodes = new ArrayList<>();

  public HdfsCluster(Path folder, int dataNodes) throws IOException {
    this.folder = folder;
    nameNode = ServerProcess.nameNode(folder);
    for (int i = 0; i < dataNodes; i++) {
      startDataNode();
    }
  }

  /** Starts one more DataNode with an empty disk, and waits until the NameNode knows it. */
  public void startDataNode() throws IOException {
    String name = "datanode-" + dataNodes.size();
    Path log = folder.resolve(name + ".log");
    Path data = Files.createDirectory(folder.resolve(name));
    dataNodes.add(
        ServerProcess.startOfHdfs(
            log,
            List.of(
                "org.apache.hadoop.hdfs.server.datanode.DataNode",
                "-D",
                "fs.defaultFS=" + folder(),
                "-D",
                "dfs.datanode.data.dir=" + data,
                "-D",
                "dfs.datanode.address=127.0.0.1:0",
                "-D",
                "dfs.datanode.ipc.address=127.0.0.1:0",
                "-D",
                "dfs.datanode.http.address=127.0.0.1:0",
                "-D",
                "dfs.heartbeat.interval=1")));
    StandaloneCluster.await(log, "successfully registered with NN");
  }

  /** The DataNodes that live. */
  public List<Process> dataNodes() {
    return dataNodes.stream().filter(Process::isAlive).toList();
  }

  /** Where studies can live. */
  public String folder() {
    return nameNode.folder();
  }

  /** Files in a folder; 0 where it does not exist. */
  public int files(String of) throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(of);
    try (FileSystem files = FileSystem.newInstance(path.toUri(), new Configuration())) {
      return files.listStatus(path).length;
    } catch (FileNotFoundException e) {
      return 0;
    }
  }

  /** Spark's settings for those who write there: each block on two DataNodes. */
  public Map<String, String> settings() {
    return nameNode.settings();
  }

  @Override
  public void close() {
    dataNodes.forEach(Process::destroyForcibly);
    nameNode.close();
  }
}
