package dev.skimmer.keyspace;

import dev.skimmer.testkit.proxy.ActiveRule;
import dev.skimmer.testkit.proxy.Fault;
import dev.skimmer.testkit.proxy.FaultProxy;
import dev.skimmer.testkit.proxy.FaultRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Lets faults of every kind happen to random replies, from a seed, and counts them by kind. */
public final class FaultSchedule {
  /** What a server says when it cannot answer now, will not for this key, or never heard of it. */
  private static final List<String> ERRORS =
      List.of(
          "LOADING Redis is loading the dataset in memory",
          "BUSY Redis is busy running a script",
          "TRYAGAIN Multiple keys request during rehashing of slot",
          "CLUSTERDOWN The cluster is down",
          "MASTERDOWN Link with MASTER is down",
          "WRONGTYPE Operation against a key holding the wrong kind of value",
          "NOPERM No permissions to access a key",
          "ERR something that nobody has heard of");

  private static final List<String> GARBAGE =
      List.of("$-1\r\n", "*-1\r\n", ":-7\r\n", "+OK\r\n", "$3\r\nabc\r\n", "*0\r\n", "!what\r\n");

  private static final int REPLIES = 800;

  private final FaultProxy proxy;
  private final Random random;
  private final Map<String, Integer> acts = new TreeMap<>();
  private final Map<String, ActiveRule> active = new TreeMap<>();

  /** Creates a schedule for what passes a proxy. */
  public FaultSchedule(FaultProxy proxy, long seed) {
    this.proxy = proxy;
    this.random = new Random(seed);
  }

  /** Plans up to four faults, and sometimes a cut in the middle of the stream of bytes. */
  public void arm() {
    for (int i = random.nextInt(4); i >= 0; i--) {
      Fault fault = fault();
      FaultRule rule =
          FaultRule.onAny()
              .at(1 + random.nextInt(REPLIES))
              .times(1 + random.nextInt(3) * random.nextInt(2))
              .then(fault);
      active.put(fault.getClass().getSimpleName() + "#" + i, proxy.add(rule));
    }
    if (random.nextInt(3) == 0) {
      proxy.cutAfter(1 + random.nextInt(200_000));
      count("Cut", 1);
    }
  }

  /** Lets no more faults happen. */
  public void disarm() {
    active.forEach((name, rule) -> count(name.substring(0, name.indexOf('#')), rule.acts()));
    active.clear();
    proxy.clear();
  }

  /** Returns how many faults there were of each kind. */
  public Map<String, Integer> acts() {
    return acts;
  }

  private void count(String kind, int number) {
    if (number > 0) {
      acts.merge(kind, number, Integer::sum);
    }
  }

  private Fault fault() {
    List<Fault> faults = new ArrayList<>();
    faults.add(Fault.drop());
    faults.add(Fault.reset());
    faults.add(Fault.truncate(random.nextInt(40)));
    faults.add(Fault.truncate(random.nextInt(4_000)));
    faults.add(Fault.delay(Duration.ofMillis(random.nextInt(300))));
    faults.add(Fault.delay(Duration.ofMillis(1_300)));
    faults.add(Fault.trickle(Duration.ofMillis(1)));
    faults.add(Fault.error(ERRORS.get(random.nextInt(ERRORS.size()))));
    faults.add(Fault.error(ERRORS.get(random.nextInt(ERRORS.size()))));
    faults.add(Fault.replay());
    faults.add(Fault.bytes(GARBAGE.get(random.nextInt(GARBAGE.size()))));
    return faults.get(random.nextInt(faults.size()));
  }
}
