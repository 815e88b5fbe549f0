package dev.skimmer.testkit.standin;

import java.util.Random;

/**
 * Which run of a server this is: random at each start.
 *
 * @param processId as INFO tells it
 * @param replicationId forty hexadecimal digits
 * @param startedNanos when it was started
 */
record StandInIdentity(long processId, String replicationId, long startedNanos) {
  private static final int DIGITS = 40;

  static StandInIdentity random() {
    Random random = new Random();
    StringBuilder id = new StringBuilder();
    random.ints(DIGITS, 0, 16).forEach(digit -> id.append(Character.forDigit(digit, 16)));
    return new StandInIdentity(1 + random.nextInt(1 << 22), id.toString(), System.nanoTime());
  }

  long uptimeSeconds() {
    return (System.nanoTime() - startedNanos) / 1_000_000_000;
  }
}
