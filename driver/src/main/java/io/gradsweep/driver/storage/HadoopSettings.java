package io.gradsweep.driver.storage;

import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.deploy.SparkHadoopUtil;

/**
 * Hadoop's settings: its files on the class path, the environment (credentials of object stores)
 * and {@code spark.hadoop.*}. On an executor those come from Spark's environment, the only place
 * with spark-submit's settings.
 */
final class HadoopSettings {

  private static final String TEMPORARY = "hadoop.tmp.dir";
  private static final String[] HADOOPS_OWN = {"core-default.xml"};

  private HadoopSettings() {}

  static Configuration now() {
    SparkEnv running = SparkEnv.get();
    Configuration settings =
        SparkHadoopUtil.get().newConfiguration(running == null ? new SparkConf() : running.conf());
    if (Arrays.equals(settings.getPropertySources(TEMPORARY), HADOOPS_OWN)) {
      settings.set(TEMPORARY, "${java.io.tmpdir}/hadoop-${user.name}"); // it knows only /tmp
    }
    return settings;
  }
}
