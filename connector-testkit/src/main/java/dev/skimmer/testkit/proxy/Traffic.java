package dev.skimmer.testkit.proxy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What all connections of a proxy share: rules, counts, and a cut. Safe for concurrent use. */
final class Traffic {
  private static final long NEVER = Long.MAX_VALUE;

  private final List<ActiveRule> rules = new CopyOnWriteArrayList<>();
  private final Set<Link> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicLong passed = new AtomicLong();
  private final AtomicLong left = new AtomicLong(NEVER);
  private volatile Optional<List<RecordedReply>> recording = Optional.empty();

  int nextConnection() {
    return connections.incrementAndGet();
  }

  int connections() {
    return connections.get();
  }

  void began(Link link) {
    open.add(link);
  }

  void ended(Link link) {
    open.remove(link);
  }

  void breakAll() {
    open.forEach(Link::reset);
  }

  ActiveRule add(FaultRule rule) {
    ActiveRule active = new ActiveRule(rule);
    rules.add(active);
    return active;
  }

  void clear() {
    rules.clear();
    left.set(NEVER);
  }

  /** Lets every rule count the call; the first that acts decides. */
  Optional<Fault> judge(Call call) {
    Optional<Fault> first = Optional.empty();
    for (ActiveRule rule : rules) {
      Optional<Fault> fault = rule.judge(call);
      first = first.isPresent() ? first : fault;
    }
    return first;
  }

  void record(RecordedReply reply) {
    recording.ifPresent(list -> list.add(reply));
  }

  List<RecordedReply> record(Runnable session) {
    List<RecordedReply> replies = new CopyOnWriteArrayList<>();
    recording = Optional.of(replies);
    try {
      session.run();
    } finally {
      recording = Optional.empty();
    }
    return List.copyOf(replies);
  }

  void cutAfter(long bytes) {
    left.set(bytes);
  }

  long passed() {
    return passed.get();
  }

  /** Returns how many of these bytes may pass; those behind a cut never do. */
  int allow(int length) {
    long before =
        left.getAndUpdate(bytes -> bytes == NEVER || bytes < length ? NEVER : bytes - length);
    int allowed = (int) Math.min(length, before);
    passed.addAndGet(allowed);
    return allowed;
  }
}
