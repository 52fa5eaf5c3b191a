package io.gradsweep.driver.storage;

import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLStreamHandler;
import java.net.spi.URLStreamHandlerProvider;
import java.util.Set;
import org.apache.hadoop.fs.FsUrlStreamHandlerFactory;

/**
 * URLs of Hadoop's file systems ({@code hdfs:}, {@code s3a:}), for simulations that read a data set
 * and do not know Hadoop. Java finds this class by itself if it is on the class path.
 */
public final class HadoopUrls extends URLStreamHandlerProvider {

  /** Schemes that Java itself opens better; Hadoop would also handle files. */
  private static final Set<String> JAVAS =
      Set.of("file", "jar", "jrt", "jmod", "http", "https", "ftp", "mailto");

  /**
   * Holds Hadoop's settings, whose reading takes a while, until a URL of Hadoop's is first opened.
   */
  private static final class Hadoop {
    static final FsUrlStreamHandlerFactory URLS =
        new FsUrlStreamHandlerFactory(HadoopSettings.now());
  }

  /**
   * Registers the schemes; needed on executors, where Java does not look up classes sent by the
   * driver.
   */
  public static void register() {
    try {
      URI.create("hdfs://h/").toURL();
    } catch (MalformedURLException unknown) {
      try {
        URL.setURLStreamHandlerFactory(new HadoopUrls());
      } catch (Error taken) {
        return; // already set by another program in the same JVM, which has priority
      }
    }
  }

  @Override
  public URLStreamHandler createURLStreamHandler(String protocol) {
    return JAVAS.contains(protocol) ? null : Hadoop.URLS.createURLStreamHandler(protocol);
  }
}
