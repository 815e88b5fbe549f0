package dev.skimmer.testkit.proxy;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A rule at work, and how often it acted. Safe for concurrent use. */
public final class ActiveRule {
  private final FaultRule rule;
  private final AtomicInteger matches = new AtomicInteger();
  private final AtomicInteger acts = new AtomicInteger();

  ActiveRule(FaultRule rule) {
    this.rule = rule;
  }

  /** Returns how many replies have matched since the rule was added. */
  public int matches() {
    return matches.get();
  }

  /** Returns how many replies the fault has happened to. */
  public int acts() {
    return acts.get();
  }

  /** Counts a call whose reply begins. */
  Optional<Fault> judge(Call call) {
    if (!rule.matches(call) || !rule.actsAt(matches.incrementAndGet())) {
      return Optional.empty();
    }
    acts.incrementAndGet();
    return Optional.of(rule.fault());
  }
}
