package io.gradsweep.workers.program;

import io.gradsweep.workers.run.SimulationSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/** Finds programs that were packed into archives which a class loader sees. */
public final class ProgramArchives implements SimulationSource {

  /** By their hashes: each program of this JVM has one set of processes. */
  private static final Map<String, ProgramSimulation> KNOWN = new ConcurrentHashMap<>();

  @Override
  public Collection<ProgramSimulation> simulations(ClassLoader loader) {
    Map<String, ProgramSimulation> found = new LinkedHashMap<>();
    try {
      for (URL url : Collections.list(loader.getResources(PackedProgram.ENTRY))) {
        PackedProgram packed = PackedProgram.read(content(url));
        found.put(
            packed.hash(),
            KNOWN.computeIfAbsent(
                packed.hash(),
                hash -> new ProgramSimulation(packed, () -> packed.in(unpacked(url).path()))));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found.values();
  }

  private static byte[] content(URL url) throws IOException {
    URLConnection connection = url.openConnection();
    connection.setUseCaches(false); // which would hold the archive open for ever
    try (InputStream in = connection.getInputStream()) {
      return in.readAllBytes();
    }
  }

  private static ProgramFolder unpacked(URL url) throws IOException {
    URLConnection connection = url.openConnection();
    connection.setUseCaches(false);
    if (!(connection instanceof JarURLConnection archive)) {
      throw new IOException("Cannot unpack program: %s (must be in an archive)".formatted(url));
    }
    try (JarFile jar = archive.getJarFile()) {
      List<ZipEntry> entries = new ArrayList<>();
      jar.stream()
          .filter(each -> each.getName().startsWith(PackedProgram.FILES) && !each.isDirectory())
          .forEach(entries::add);
      ProgramFolder folder = ProgramFolder.make();
      for (ZipEntry entry : entries) {
        try (InputStream in = jar.getInputStream(entry)) {
          folder.add(entry.getName().substring(PackedProgram.FILES.length()), in);
        }
      }
      return folder;
    }
  }
}
