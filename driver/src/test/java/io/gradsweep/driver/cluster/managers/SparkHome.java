package io.gradsweep.driver.cluster.managers;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A Spark distribution of links to its jars, whose {@code spark-submit} a shell finds. */
record SparkHome(Path folder) {

  /** The script of a distribution finds Java and Spark; here both are known. */
  private static final String SUBMIT =
      """
      #!/usr/bin/env bash
      exec '%s' @'%s' -Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$SPARK_HOME/jars/*${HADOOP_CONF_DIR:+:$HADOOP_CONF_DIR}" \\
        org.apache.spark.deploy.SparkSubmit "$@"
      """;

  /**
   * Makes one.
   *
   * @param jars of two versions of one library, the first counts
   * @param settings the lines of {@code conf/spark-defaults.conf}
   */
  static SparkHome in(Path folder, List<Path> jars, List<String> settings) throws IOException {
    SparkHome home = new SparkHome(folder);
    Files.createDirectories(home.jars());
    Set<String> libraries = new HashSet<>();
    for (Path jar : jars) {
      String name = jar.getFileName().toString();
      if (libraries.add(name.replaceFirst("-[0-9].*", ""))) {
        Files.createSymbolicLink(home.jars().resolve(name), jar);
      }
    }
    Files.write(
        Files.createDirectories(folder.resolve("conf")).resolve("spark-defaults.conf"), settings);
    Path submit = Files.createDirectories(folder.resolve("bin")).resolve("spark-submit");
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Files.writeString(submit, SUBMIT.formatted(java, Path.of("jvm.options").toAbsolutePath()));
    if (!submit.toFile().setExecutable(true)) {
      throw new IOException("not executable: " + submit);
    }
    return home;
  }

  Path jars() {
    return folder.resolve("jars");
  }

  /** Starts a line of a shell, in a folder where it finds nothing. */
  Process start(Path log, Map<String, String> environment, String line) throws IOException {
    ProcessBuilder process =
        new ProcessBuilder("bash", "-c", line)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    process.environment().put("SPARK_HOME", folder.toString());
    process.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    process
        .environment()
        .merge("PATH", folder.resolve("bin").toString(), (path, bin) -> bin + ":" + path);
    process.environment().putAll(environment);
    return process.start();
  }
}
