package io.gradsweep.workers.simulations.groupsparsity;

import io.gradsweep.workers.numeric.DenseMatrix;
import java.util.Arrays;

/**
 * A matrix X in Java's arrays, by rows and by columns. A trial alone and trials in lanes give the
 * same bits of the products X w and Xᵀ r, which BLAS does not: neither the last column of an odd
 * number nor a single vector has the bits of others there. Safe for several threads.
 */
final class DesignMatrix {

  private final WeightedSums byColumns;
  private final WeightedSums byRows;
  private final int rows;
  private final int columns;

  /** Copies the rows, each of which has so many columns. */
  DesignMatrix(double[][] x) {
    this(x.length, x[0].length);
    for (int i = 0; i < rows; i++) {
      setRow(i, x[i]);
    }
  }

  /** A matrix of zeros. */
  DesignMatrix(int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
    byColumns = new WeightedSums(columns, rows);
    byRows = new WeightedSums(rows, columns);
  }

  /** Before other threads see this matrix. */
  void setRow(int i, double[] row) {
    System.arraycopy(row, 0, byRows.vectors()[i], 0, columns);
    for (int j = 0; j < columns; j++) {
      byColumns.vectors()[j][i] = row[j];
    }
  }

  int rows() {
    return rows;
  }

  int columns() {
    return columns;
  }

  double get(int i, int j) {
    return byRows.vectors()[i][j];
  }

  /** A copy of a row. */
  double[] row(int i) {
    return Arrays.copyOf(byRows.vectors()[i], columns);
  }

  /** Sums of the columns: X w. */
  WeightedSums byColumns() {
    return byColumns;
  }

  /** Sums of the rows: Xᵀ r. */
  WeightedSums byRows() {
    return byRows;
  }

  /** A copy for BLAS. */
  DenseMatrix dense() {
    DenseMatrix dense = new DenseMatrix(rows, columns);
    for (int i = 0; i < rows; i++) {
      dense.writeRow(i, byRows.vectors()[i]);
    }
    return dense;
  }
}
