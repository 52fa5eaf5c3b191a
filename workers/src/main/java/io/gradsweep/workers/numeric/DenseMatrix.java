package io.gradsweep.workers.numeric;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import smile.math.blas.BLAS;
import smile.math.blas.Layout;
import smile.math.blas.Transpose;

/**
 * A matrix of doubles, row by row, in memory that OpenBLAS (under Smile) reads in place: a Java
 * array would be copied at every call, which takes eight times as long as a product with a vector.
 * Products allocate nothing. Several threads may compute products at once, but not while one
 * writes.
 *
 * <p>OpenBLAS takes its number of threads from OPENBLAS_NUM_THREADS, which is 1 in every JVM that
 * we start. Its results are bit-identical for the same machine, shape and data.
 */
public final class DenseMatrix {

  static {
    NativeLibraries.await();
  }

  /** The form in which a factor enters a product: as it is, or transposed. */
  public enum Op {
    AS_IS(Transpose.NO_TRANSPOSE),
    TRANSPOSED(Transpose.TRANSPOSE);

    private final Transpose blas;

    Op(Transpose blas) {
      this.blas = blas;
    }
  }

  private final int rows;
  private final int columns;
  private final DoubleBuffer data;

  /**
   * A matrix of zeros.
   *
   * @param rows at least 1
   * @param columns at least 1; rows times columns below 2^28
   */
  public DenseMatrix(int rows, int columns) {
    if (!(rows > 0 && columns > 0 && (long) rows * columns < 1 << 28)) {
      throw new IllegalArgumentException(
          "Cannot make a matrix of: %d x %d (must be positive, and below 2^28 entries)"
              .formatted(rows, columns));
    }
    this.rows = rows;
    this.columns = columns;
    data = vector(rows * columns);
  }

  private DenseMatrix(int rows, int columns, DoubleBuffer data) {
    this.rows = rows;
    this.columns = columns;
    this.data = data;
  }

  /** A copy of rows of equal length. */
  public static DenseMatrix of(double[][] rows) {
    DenseMatrix matrix = new DenseMatrix(rows.length, rows[0].length);
    for (int i = 0; i < rows.length; i++) {
      matrix.writeRow(i, rows[i]);
    }
    return matrix;
  }

  /** Room for a vector that products read and write in place. */
  public static DoubleBuffer vector(int size) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(size, Double.BYTES))
        .order(ByteOrder.nativeOrder())
        .asDoubleBuffer();
  }

  /** Rows from … to - 1 as a view, not a copy: both share their entries. */
  public DenseMatrix rowRange(int from, int to) {
    if (!(from >= 0 && from < to && to <= rows)) {
      throw new IllegalArgumentException(
          "Cannot take rows of a %d x %d matrix: %d to %d (must be 0 <= from < to <= %d)"
              .formatted(rows, columns, from, to, rows));
    }
    return new DenseMatrix(to - from, columns, data.slice(from * columns, (to - from) * columns));
  }

  /**
   * The first entries as a matrix of another shape; a view, not a copy: one memory for many shapes.
   */
  public DenseMatrix firstAs(int rows, int columns) {
    if (!(rows > 0 && columns > 0 && (long) rows * columns <= data.capacity())) {
      throw new IllegalArgumentException(
          "Cannot take the first of %d entries as: %d x %d (must be positive, and no more)"
              .formatted(data.capacity(), rows, columns));
    }
    return new DenseMatrix(rows, columns, data.slice(0, rows * columns));
  }

  public int rows() {
    return rows;
  }

  public int columns() {
    return columns;
  }

  public double get(int row, int column) {
    return data.get(row * columns + column);
  }

  public void set(int row, int column, double value) {
    data.put(row * columns + column, value);
  }

  /** Copies the first entries of an array into a row. */
  public void writeRow(int row, double[] values) {
    data.put(row * columns, values, 0, columns);
  }

  /** Copies a row to the beginning of an array. */
  public void readRow(int row, double[] out) {
    data.get(row * columns, out, 0, columns);
  }

  /** Copies all entries, row by row, from the beginning of an array. */
  public void write(double[] values) {
    data.put(0, values, 0, rows * columns);
  }

  /** Copies all entries, row by row, to the beginning of an array. */
  public void read(double[] out) {
    data.get(0, out, 0, rows * columns);
  }

  /** Copies all entries of a matrix of the same shape. */
  public void write(DenseMatrix other) {
    requireShape(other.rows == rows && other.columns == columns, "copied to", other);
    data.put(0, other.data, 0, rows * columns);
  }

  /** Sets all entries to the value. */
  public void fill(double value) {
    for (int i = 0; i < rows * columns; i++) {
      data.put(i, value);
    }
  }

  /** A ← A + α B, of the same shape. */
  public void add(double alpha, DenseMatrix b) {
    requireShape(b.rows == rows && b.columns == columns, "added to", b);
    for (int i = 0; i < rows * columns; i++) {
      data.put(i, data.get(i) + alpha * b.data.get(i));
    }
  }

  /** Σ a_ij b_ij, of two matrices of the same shape. */
  public double dot(DenseMatrix b) {
    requireShape(b.rows == rows && b.columns == columns, "multiplied entry by entry with", b);
    double sum = 0;
    for (int i = 0; i < rows * columns; i++) {
      sum += data.get(i) * b.data.get(i);
    }
    return sum;
  }

  /** The entries row by row, for LAPACK; not a copy. */
  DoubleBuffer data() {
    return data;
  }

  /**
   * y ← A x, or Aᵀ x.
   *
   * @param x as many entries as op(A) has columns
   * @param y as many entries as op(A) has rows; not x
   */
  public void times(Op op, DoubleBuffer x, DoubleBuffer y) {
    int inner = op == Op.AS_IS ? columns : rows;
    int outer = op == Op.AS_IS ? rows : columns;
    if (x.capacity() < inner || y.capacity() < outer) {
      throw new IllegalArgumentException(
          "Cannot multiply a %d x %d matrix %s with: %d entries to %d"
              .formatted(rows, columns, op, x.capacity(), y.capacity()));
    }
    BLAS.engine.gemv(Layout.ROW_MAJOR, op.blas, rows, columns, 1, data, columns, x, 1, 0, y, 1);
  }

  /** C ← α op(A) op(B) + β C, where C is this matrix and neither A nor B. */
  public void setProduct(double alpha, DenseMatrix a, Op opA, DenseMatrix b, Op opB, double beta) {
    int inner = opA == Op.AS_IS ? a.columns : a.rows;
    requireShape(rows == (opA == Op.AS_IS ? a.rows : a.columns), "the product of", a);
    requireShape(columns == (opB == Op.AS_IS ? b.columns : b.rows), "a product with", b);
    a.requireShape(inner == (opB == Op.AS_IS ? b.rows : b.columns), "multiplied with", b);
    BLAS.engine.gemm(
        Layout.ROW_MAJOR,
        opA.blas,
        opB.blas,
        rows,
        columns,
        inner,
        alpha,
        a.data,
        a.columns,
        b.data,
        b.columns,
        beta,
        data,
        columns);
  }

  private void requireShape(boolean fits, String relation, DenseMatrix other) {
    if (!fits) {
      throw new IllegalArgumentException(
          "Cannot use a %d x %d matrix as %s one of: %d x %d"
              .formatted(rows, columns, relation, other.rows, other.columns));
    }
  }
}
