package io.gradsweep.results.trial;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * SHA-256 over a list of texts. Each part is written as its length in bytes, a colon and its UTF-8
 * bytes, so that ("a", "bc") and ("ab", "c") are different lists.
 */
public final class CanonicalHash {

  private static final int USUAL_BYTES = 512;

  private static final byte[] COLON = {':'};

  private final MessageDigest digest = sha256();
  private byte[] text = new byte[USUAL_BYTES];
  private int size;

  public CanonicalHash(String scheme) {
    part(scheme);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no SHA-256, which every Java must have", e);
    }
  }

  /** The bytes of parts as they are hashed. */
  static byte[] text(String first, String... more) {
    CanonicalHash list = new CanonicalHash(first);
    for (String part : more) {
      list.part(part);
    }
    return Arrays.copyOf(list.text, list.size);
  }

  public CanonicalHash part(String part) {
    byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
    append(Integer.toString(bytes.length).getBytes(StandardCharsets.US_ASCII));
    append(COLON);
    append(bytes);
    return this;
  }

  private void append(byte[] bytes) {
    if (text.length - size < bytes.length) {
      text = Arrays.copyOf(text, Math.max(2 * text.length, size + bytes.length));
    }
    System.arraycopy(bytes, 0, text, size, bytes.length);
    size += bytes.length;
  }

  private byte[] digest() {
    digest.update(text, 0, size);
    return digest.digest();
  }

  /** The four 64-bit words of the hash, most significant first. Ends this hash. */
  public long[] words() {
    long[] words = new long[4];
    ByteBuffer.wrap(digest()).asLongBuffer().get(words);
    return words;
  }

  /** The whole hash in hexadecimal. Ends this hash. */
  public String hex() {
    return HexFormat.of().formatHex(digest());
  }
}
