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

  /** Decimal digits of the greatest length. */
  private static final int MOST_DIGITS = 10;

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
    makeRoom(MOST_DIGITS + 1 + bytes.length);
    appendDigits(bytes.length);
    text[size++] = ':';
    System.arraycopy(bytes, 0, text, size, bytes.length);
    size += bytes.length;
    return this;
  }

  private void makeRoom(int bytes) {
    if (text.length - size < bytes) {
      text = Arrays.copyOf(text, Math.max(2 * text.length, size + bytes));
    }
  }

  private void appendDigits(int number) {
    int end = size + 1;
    for (int rest = number / 10; rest > 0; rest /= 10) {
      end++;
    }
    int rest = number;
    for (int i = end - 1; i >= size; i--) {
      text[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    size = end;
  }

  private byte[] digest() {
    MessageDigest digest = sha256();
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
