package io.gradsweep.driver.spark;

import com.codahale.metrics.MetricRegistry;
import java.util.Properties;
import org.apache.spark.SparkConf;
import org.apache.spark.metrics.sink.MetricsServlet;
import org.sparkproject.jetty.ee10.servlet.ServletContextHandler;

/**
 * Leaves out Spark's page of metrics, for which Spark loads a web server even if it serves no page.
 * Spark makes this by its name.
 */
public final class NoMetricsPage extends MetricsServlet {

  public NoMetricsPage(Properties settings, MetricRegistry metrics) {
    super(settings, metrics);
  }

  @Override
  public ServletContextHandler[] getHandlers(SparkConf conf) {
    return new ServletContextHandler[0];
  }
}
