package io.gradsweep.driver.code;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A class loader of a user's own simulations, which knows the hash of the code of each. */
final class CodeLoader extends URLClassLoader {

  private final Map<String, String> hashes = new HashMap<>();

  CodeLoader(List<CodePiece> pieces, ClassLoader parent) throws IOException {
    super(places(pieces), parent);
    for (CodePiece piece : pieces) {
      for (Path archive : piece.archives()) {
        hashes.put(archive.toUri().toURL().toString(), piece.hash());
      }
    }
  }

  private static URL[] places(List<CodePiece> pieces) throws IOException {
    List<URL> places = new ArrayList<>();
    for (CodePiece piece : pieces) {
      for (Path archive : piece.archives()) {
        places.add(archive.toUri().toURL());
      }
    }
    return places.toArray(URL[]::new);
  }

  /** Hash of the code that a class came from, which this loader has loaded. */
  String hash(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    return hashes.get(source.getLocation().toString());
  }
}
