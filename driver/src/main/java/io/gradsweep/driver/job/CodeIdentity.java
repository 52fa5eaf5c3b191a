package io.gradsweep.driver.job;

import io.gradsweep.workers.api.Simulation;
import io.gradsweep.workers.program.ProgramSimulation;
import io.gradsweep.workers.run.Simulations;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** Identifies the code that ran: the archive that holds a simulation, by the hash of its bytes. */
final class CodeIdentity {

  private static final String UNKNOWN = "unknown";

  private CodeIdentity() {}

  /** The code of the simulation of that name; "unknown" if it is not available. */
  static String of(String name) throws IOException {
    Optional<Simulation> here =
        Simulations.all().stream().filter(s -> s.spec().name().equals(name)).findFirst();
    return here.isEmpty() ? UNKNOWN : of(here.get());
  }

  private static String of(Simulation simulation) throws IOException {
    if (simulation instanceof ProgramSimulation program) {
      return program.origin() + " " + program.hash();
    }
    CodeSource source = simulation.getClass().getProtectionDomain().getCodeSource();
    if (source == null || !"file".equals(source.getLocation().getProtocol())) {
      return UNKNOWN;
    }
    Path archive = Path.of(URI.create(source.getLocation().toString()));
    if (!Files.isRegularFile(archive)) {
      return "classes not in an archive";
    }
    return archive.getFileName() + " sha256 " + sha256(archive);
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (DigestInputStream hashed = new DigestInputStream(in, digest)) {
        hashed.transferTo(OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no SHA-256, which every Java must have", e);
    }
  }
}
