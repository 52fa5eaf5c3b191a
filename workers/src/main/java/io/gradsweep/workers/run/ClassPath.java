package io.gradsweep.workers.run;

import java.io.File;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the places of a file system from which this thread loads classes. */
public final class ClassPath {

  private ClassPath() {}

  /** Those of the context class loader and of its parents, nearest first, then the JVM's own. */
  public static Set<String> here() {
    Set<String> places = new LinkedHashSet<>();
    for (ClassLoader loader = Thread.currentThread().getContextClassLoader();
        loader != null;
        loader = loader.getParent()) {
      if (loader instanceof URLClassLoader urls) {
        for (URL url : urls.getURLs()) {
          add(places, url);
        }
      }
    }
    places.addAll(List.of(System.getProperty("java.class.path").split(File.pathSeparator)));
    return places;
  }

  /** The place that a class came from, if that is one of a file system. */
  public static Optional<String> sourceOf(Class<?> type) {
    Set<String> places = new LinkedHashSet<>();
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source != null && source.getLocation() != null) {
      add(places, source.getLocation());
    }
    return places.stream().findFirst();
  }

  private static void add(Set<String> places, URL url) {
    try {
      if (url.getProtocol().equals("file")) {
        places.add(Path.of(url.toURI()).toString());
      }
    } catch (URISyntaxException e) {
      return; // not a place in a file system
    }
  }
}
