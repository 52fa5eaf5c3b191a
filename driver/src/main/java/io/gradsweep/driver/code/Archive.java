package io.gradsweep.driver.code;

import io.gradsweep.driver.TemporaryFolder;
import io.gradsweep.results.trial.CanonicalHash;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Writes, lists and hashes archives of code. */
final class Archive {

  private Archive() {}

  /**
   * Writes an archive that lasts as long as this process does.
   *
   * @param made contents not on any disk, by the names of the entries @param files files, by the
   *     names of the entries
   */
  static Path written(String name, Map<String, byte[]> made, Map<String, Path> files)
      throws IOException {
    Path folder = Files.createTempDirectory(TemporaryFolder.path(), "gradsweep-code-");
    folder.toFile().deleteOnExit();
    Path archive = folder.resolve(name);
    archive.toFile().deleteOnExit();
    try (OutputStream out = Files.newOutputStream(archive);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : made.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
      for (Map.Entry<String, Path> entry : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        Files.copy(entry.getValue(), zip);
      }
    }
    return archive;
  }

  /** Adds the entries, by name and bytes: an archive also has times, which are ignored. */
  static void addContent(ZipFile zip, CanonicalHash hash) throws IOException {
    List<ZipEntry> entries = new ArrayList<>();
    zip.stream().filter(entry -> !entry.isDirectory()).forEach(entries::add);
    entries.sort(Comparator.comparing(ZipEntry::getName));
    for (ZipEntry entry : entries) {
      try (InputStream in = zip.getInputStream(entry)) {
        hash.part(entry.getName()).part(sha256(in));
      }
    }
  }

  static String sha256(byte[] content) {
    return HexFormat.of().formatHex(digest().digest(content));
  }

  static String sha256(InputStream content) throws IOException {
    MessageDigest digest = digest();
    new DigestInputStream(content, digest).transferTo(OutputStream.nullOutputStream());
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no SHA-256, which every Java must have", e);
    }
  }
}
