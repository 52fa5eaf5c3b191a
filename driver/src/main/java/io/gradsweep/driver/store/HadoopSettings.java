package io.gradsweep.driver.store;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.deploy.SparkHadoopUtil;

/**
 * Hadoop's settings: its files on the class path, the environment (credentials of object stores)
 * and {@code spark.hadoop.*}. On an executor those come with Spark's environment, which alone knows
 * what spark-submit was told.
 */
final class HadoopSettings {

  private HadoopSettings() {}

  static Configuration now() {
    SparkEnv running = SparkEnv.get();
    return SparkHadoopUtil.get()
        .newConfiguration(running == null ? new SparkConf() : running.conf());
  }
}
