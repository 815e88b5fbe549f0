package dev.skimmer.dragonfly.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Sums a cluster up in one line, however many nodes it has. */
final class ClusterIdentity {
  private ClusterIdentity() {}

  /**
   * Returns a line that is another one when anything is.
   *
   * @param runs of each master: its id, address and run, in any order
   * @param holdings who holds which slots since when
   */
  static String of(List<String> runs, String holdings) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      runs.stream().sorted().forEach(run -> digest.update((run + "\n").getBytes(UTF_8)));
      digest.update(holdings.getBytes(UTF_8));
      return "cluster of %d masters %s"
          .formatted(runs.size(), HexFormat.of().formatHex(digest.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
