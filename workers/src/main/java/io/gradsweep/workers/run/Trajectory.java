package io.gradsweep.workers.run;

/** The recorded steps of one trial, in the order of the steps. Valid until the next trial runs. */
public interface Trajectory {

  /** No step was recorded. */
  Trajectory EMPTY =
      new Trajectory() {
        @Override
        public int size() {
          return 0;
        }

        @Override
        public long step(int row) {
          throw new IndexOutOfBoundsException(row);
        }

        @Override
        public double time(int row) {
          throw new IndexOutOfBoundsException(row);
        }

        @Override
        public double metric(int row, int metric) {
          throw new IndexOutOfBoundsException(row);
        }
      };

  int size();

  long step(int row);

  /** Simulated time; NaN for discrete methods. */
  double time(int row);

  double metric(int row, int metric);
}
