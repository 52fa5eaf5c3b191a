package io.gradsweep.driver.job;

import io.gradsweep.driver.RequestException;
import io.gradsweep.workers.api.Simulation;
import io.gradsweep.workers.run.Simulations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceConfigurationError;
import java.util.zip.ZipFile;

/** A user's own simulations: a jar behind the context class loader, where lookups go. */
public final class UserJar {

  private static final String SERVICE = "META-INF/services/" + Simulation.class.getName();

  private UserJar() {}

  /**
   * @throws RequestException if the file is no jar, names no simulation, or one cannot be loaded
   */
  public static void load(Path jar) {
    if (!Files.isRegularFile(jar)) {
      throw new RequestException("Cannot read jar: %s (no such file)".formatted(jar));
    }
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      if (zip.getEntry(SERVICE) == null) {
        throw new RequestException(
            "Cannot use jar: %s (must name its simulations in %s)".formatted(jar, SERVICE));
      }
    } catch (IOException e) {
      throw new RequestException("Cannot read jar: %s (must be a jar file)".formatted(jar));
    }
    Thread current = Thread.currentThread();
    ClassLoader before = current.getContextClassLoader();
    boolean loaded = false;
    try {
      current.setContextClassLoader(new UserCode(jar, before));
      Simulations.all();
      loaded = true;
    } catch (IOException
        | ServiceConfigurationError
        | LinkageError
        | IllegalArgumentException
        | IllegalStateException e) {
      throw new RequestException(
          "Cannot use jar: %s (its simulations cannot be loaded: %s)".formatted(jar, cause(e)));
    } finally {
      if (!loaded) {
        current.setContextClassLoader(before);
      }
    }
  }

  private static String cause(Throwable e) {
    return e instanceof ServiceConfigurationError && e.getCause() != null
        ? e.getMessage() + ": " + e.getCause().getMessage()
        : e.getMessage();
  }
}
