package io.gradsweep.driver.job;

import io.gradsweep.driver.RequestException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;

/** A user's own simulations: a jar behind the context class loader, where lookups go. */
public final class UserJar {

  private UserJar() {}

  public static void load(Path jar) {
    if (!Files.isRegularFile(jar)) {
      throw new RequestException("Cannot read jar: %s (no such file)".formatted(jar));
    }
    try {
      Thread current = Thread.currentThread();
      current.setContextClassLoader(
          new URLClassLoader(new URL[] {jar.toUri().toURL()}, current.getContextClassLoader()));
    } catch (MalformedURLException e) {
      throw new RequestException("Cannot read jar: %s (not a path)".formatted(jar));
    }
  }
}
