package dev.skimmer.dragonfly.timeseries;

/** The samples of one window, in the order of their timestamps. Not safe for concurrent use. */
public final class Samples {
  private final long[] timestamps;
  private final double[] values;
  private int size;

  /** Creates an empty window with room for that many samples. */
  public Samples(int capacity) {
    timestamps = new long[capacity];
    values = new double[capacity];
  }

  /** Appends a sample, or replaces the last one where that has the same timestamp. */
  public void put(long timestamp, double value) {
    size -= size > 0 && timestamps[size - 1] == timestamp ? 1 : 0;
    timestamps[size] = timestamp;
    values[size++] = value;
  }

  /** Returns the number of samples. */
  public int size() {
    return size;
  }

  /** Returns a timestamp in milliseconds since 1970 UTC. */
  public long timestamp(int index) {
    return timestamps[index];
  }

  /** Returns a value. */
  public double value(int index) {
    return values[index];
  }

  /** Returns the last timestamp; there must be one. */
  public long last() {
    return timestamps[size - 1];
  }
}
