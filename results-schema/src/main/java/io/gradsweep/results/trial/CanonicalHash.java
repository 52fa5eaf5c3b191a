package io.gradsweep.results.trial;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 over a list of texts. Each part is written as its length in bytes, a colon and its UTF-8
 * bytes, so that ("a", "bc") and ("ab", "c") are different lists.
 */
public final class CanonicalHash {

  private final MessageDigest digest;

  public CanonicalHash(String scheme) {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no SHA-256, which every Java must have", e);
    }
    part(scheme);
  }

  public CanonicalHash part(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
    digest.update(bytes);
    return this;
  }

  /** The four 64-bit words of the hash, most significant first. Ends this hash. */
  public long[] words() {
    long[] words = new long[4];
    ByteBuffer.wrap(digest.digest()).asLongBuffer().get(words);
    return words;
  }

  /** The whole hash in hexadecimal. Ends this hash. */
  public String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
