package io.gradsweep.driver.cluster;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.protocol.HdfsConstants.DatanodeReportType;

/**
 * HDFS on the loopback address: a NameNode with two DataNodes in one process, and beside them
 * DataNodes that are processes of their own, to be killed. Each block is on two DataNodes.
 */
public final class HdfsCluster implements AutoCloseable {

  private static final int WITH_NAME_NODE = 2;

  private final Path folder;
  private final ServerProcess server;
  private final FileSystem files;
  private final List<Process> dataNodes = new ArrayList<>();

  public HdfsCluster(Path folder, int dataNodes) throws IOException {
    this.folder = folder;
    server =
        ServerProcess.hdfs(
            folder, // one that is silent is given up after some seconds
            List.of(
                "-D",
                "dfs.heartbeat.interval=1",
                "-D",
                "dfs.namenode.heartbeat.recheck-interval=2000"));
    files = FileSystem.newInstance(URI.create(folder()), new Configuration());
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
    awaitDataNodes();
  }

  private void awaitDataNodes() throws IOException {
    int expected = WITH_NAME_NODE + dataNodes.size();
    Waiting.until(
        () -> known() >= expected, () -> "%d of %d DataNodes".formatted(known(), expected));
  }

  private int known() throws IOException {
    return ((DistributedFileSystem) files).getDataNodeStats(DatanodeReportType.ALL).length;
  }

  /** The DataNodes that can be killed and live. */
  public List<Process> dataNodes() {
    return dataNodes.stream().filter(Process::isAlive).toList();
  }

  /** Folder for studies. */
  public String folder() {
    return server.folder();
  }

  /** Files in a folder; 0 where it does not exist. */
  public int files(String of) throws IOException {
    try {
      return files.listStatus(new org.apache.hadoop.fs.Path(of)).length;
    } catch (FileNotFoundException e) {
      return 0;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      files.close();
    } finally {
      dataNodes.forEach(Process::destroyForcibly);
      server.close();
    }
  }
}
