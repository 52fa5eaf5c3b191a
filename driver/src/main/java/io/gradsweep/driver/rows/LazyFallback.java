package io.gradsweep.driver.rows;

import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.values.RequiresFallback;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.factory.DefaultV1ValuesWriterFactory;
import org.apache.parquet.column.values.factory.ValuesWriterFactory;
import org.apache.parquet.column.values.fallback.FallbackValuesWriter;
import org.apache.parquet.io.api.Binary;

/**
 * Values of a column that begin with a dictionary, and go on without one if it becomes too large.
 * Parquet's own writer looks for that after every value, which is a good part of a row's time: this
 * one looks now and then.
 */
final class LazyFallback<D extends ValuesWriter & RequiresFallback> extends ValuesWriter {

  /** Values from one look to the next. */
  private static final int LOOK_EVERY = 256;

  private static final int BYTES_OF_LENGTH = 4;

  private final D dictionary;
  private final ValuesWriter plain;
  private ValuesWriter current;
  private boolean isFirstPage = true;

  /** Whether a page that is written refers to the dictionary. */
  private boolean isReferredTo;

  /** Bytes that the values of the page take without a dictionary. */
  private long plainBytes;

  private int values;

  private LazyFallback(D dictionary, ValuesWriter plain) {
    this.dictionary = dictionary;
    this.plain = plain;
    current = dictionary;
  }

  /** Makes the writers that Parquet would make, and these where it takes dictionaries. */
  static ValuesWriterFactory factory() {
    return new ValuesWriterFactory() {
      private final ValuesWriterFactory parquets = new DefaultV1ValuesWriterFactory();

      @Override
      public void initialize(ParquetProperties properties) {
        parquets.initialize(properties);
      }

      @Override
      public ValuesWriter newValuesWriter(ColumnDescriptor column) {
        ValuesWriter writer = parquets.newValuesWriter(column);
        return writer instanceof FallbackValuesWriter<?, ?> eager ? lazy(eager) : writer;
      }
    };
  }

  private static <D extends ValuesWriter & RequiresFallback> ValuesWriter lazy(
      FallbackValuesWriter<D, ?> eager) {
    return new LazyFallback<>(eager.initialWriter, eager.fallBackWriter);
  }

  private void written(int bytes) {
    plainBytes += bytes;
    if (++values % LOOK_EVERY == 0 && current == dictionary && dictionary.shouldFallBack()) {
      fallBack();
    }
  }

  private void fallBack() {
    dictionary.fallBackAllValuesTo(plain);
    current = plain;
  }

  @Override
  public void writeInteger(int value) {
    current.writeInteger(value);
    written(Integer.BYTES);
  }

  @Override
  public void writeLong(long value) {
    current.writeLong(value);
    written(Long.BYTES);
  }

  @Override
  public void writeDouble(double value) {
    current.writeDouble(value);
    written(Double.BYTES);
  }

  @Override
  public void writeBytes(Binary value) {
    current.writeBytes(value);
    written(value.length() + BYTES_OF_LENGTH);
  }

  @Override
  public long getBufferedSize() {
    return plainBytes; // as if without: the page may yet go without
  }

  @Override
  public long getAllocatedSize() {
    return current.getAllocatedSize();
  }

  @Override
  public BytesInput getBytes() {
    if (isFirstPage && current == dictionary) {
      BytesInput encoded = dictionary.getBytes();
      if (dictionary.isCompressionSatisfying(plainBytes, encoded.size())) {
        return encoded;
      }
      fallBack();
    }
    return current.getBytes();
  }

  @Override
  public Encoding getEncoding() {
    Encoding encoding = current.getEncoding();
    isReferredTo |= encoding.usesDictionary();
    return encoding;
  }

  @Override
  public void reset() {
    plainBytes = 0;
    isFirstPage = false;
    current.reset();
  }

  @Override
  public void close() {
    dictionary.close();
    plain.close();
  }

  @Override
  public DictionaryPage toDictPageAndClose() {
    return (isReferredTo ? dictionary : current).toDictPageAndClose();
  }

  @Override
  public void resetDictionary() {
    (isReferredTo ? dictionary : current).resetDictionary();
    current = dictionary;
    isReferredTo = false;
    isFirstPage = true;
  }

  @Override
  public String memUsageString(String prefix) {
    return dictionary.memUsageString(prefix) + '\n' + plain.memUsageString(prefix);
  }
}
