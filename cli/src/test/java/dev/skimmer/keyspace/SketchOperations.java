package dev.skimmer.keyspace;

import java.util.Random;
import java.util.Set;

/** Bloom and Cuckoo filters, Count-Min sketches, Top-K lists and t-digests. */
final class SketchOperations implements Operations {
  private final TrackedServer server;
  private final Random random;

  SketchOperations(TrackedServer server, Random random) {
    this.server = server;
    this.random = random;
  }

  @Override
  public Set<String> types() {
    return Set.of("MBbloom--", "MBbloomCF", "CMSk-TYPE", "TopK-TYPE", "TDIS-TYPE");
  }

  @Override
  public void create(byte[] key) {
    int capacity = 10 + random.nextInt(1000);
    switch (random.nextInt(8)) {
      case 0 -> server.reply("BF.RESERVE", key, "0.01", capacity, "EXPANSION", 4);
      case 1 -> server.reply("BF.RESERVE", key, "0.001", capacity, "NONSCALING");
      case 2 -> server.reply("BF.ADD", key, item());
      case 3 -> server.reply("CF.RESERVE", key, capacity);
      case 4 -> server.reply("CMS.INITBYDIM", key, capacity, 5);
      case 5 -> server.reply("CMS.INITBYPROB", key, "0.01", "0.01");
      case 6 -> server.reply("TOPK.RESERVE", key, 1 + random.nextInt(9), 50, 5, "0.9");
      default -> server.reply("TDIGEST.CREATE", key, "COMPRESSION", 50 + random.nextInt(100));
    }
  }

  @Override
  public void change(byte[] key) {
    switch (server.type(key)) {
      case "MBbloom--" -> server.reply("BF.MADD", key, item(), item());
      case "MBbloomCF" -> server.reply(random.nextInt(3) == 0 ? "CF.DEL" : "CF.ADD", key, item());
      case "CMSk-TYPE" -> server.reply("CMS.INCRBY", key, item(), 1 + random.nextInt(100));
      case "TopK-TYPE" ->
          server.reply("TOPK.INCRBY", key, item(), 1 + random.nextInt(100), item(), 1);
      default -> changeDigest(key);
    }
  }

  private void changeDigest(byte[] key) {
    if (random.nextInt(10) == 0) {
      server.reply("TDIGEST.RESET", key);
    } else {
      server.reply("TDIGEST.ADD", key, random.nextGaussian(), random.nextInt(1000));
    }
  }

  private byte[] item() {
    return random.nextInt(3) == 0 ? Bytes.any(random) : Bytes.utf8("item" + random.nextInt(20));
  }
}
