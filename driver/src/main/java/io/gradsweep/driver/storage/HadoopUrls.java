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
 * and know no Hadoop. Java finds this class by itself where it is on the class path.
 */
public final class HadoopUrls extends URLStreamHandlerProvider {

  /** Schemes that Java opens itself, and opens better: Hadoop would answer for files too. */
  private static final Set<String> JAVAS =
      Set.of("file", "jar", "jrt", "jmod", "http", "https", "ftp", "mailto");

  /** Reading Hadoop's settings takes a while: not before somebody asks for a URL of theirs. */
  private static final class Hadoop {
    static final FsUrlStreamHandlerFactory URLS =
        new FsUrlStreamHandlerFactory(HadoopSettings.now());
  }

  /** Java asks no class that an executor was sent by its driver: there, this has to be called. */
  public static void register() {
    try {
      URI.create("hdfs://h/").toURL();
    } catch (MalformedURLException unknown) {
      try {
        URL.setURLStreamHandlerFactory(new HadoopUrls());
      } catch (Error taken) {
        return; // by somebody who runs in the same JVM, and has the last word
      }
    }
  }

  @Override
  public URLStreamHandler createURLStreamHandler(String protocol) {
    return JAVAS.contains(protocol) ? null : Hadoop.URLS.createURLStreamHandler(protocol);
  }
}
