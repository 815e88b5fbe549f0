package dev.skimmer.testkit;

import static dev.skimmer.testkit.ContractKeys.fill;
import static dev.skimmer.testkit.ContractKeys.open;
import static dev.skimmer.testkit.ContractKeys.texts;
import static dev.skimmer.testkit.ContractKeys.upserted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.Cursor;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The splits of a plan together list every key, and every key once. */
interface ScanContract extends SourceHarness {
  @Test
  default void readsNothingWhereNothingIs() {
    try (Source.Session session = open(this)) {
      SourceCopy copy = new SourceCopy(session);
      assertThat(copy.pass(session)).isEmpty();
    }
  }

  @Test
  default void plansTheSameSplitsAsLongAsTheEpochLasts() {
    fill(this, 0, KEYS);
    try (Source.Session session = open(this)) {
      List<Split> plan = session.plan(4);
      assertThat(session.plan(4)).containsExactlyInAnyOrderElementsOf(plan);
      assertThat(plan).extracting(Split::id).doesNotHaveDuplicates();
      assertThat(plan)
          .as("a split fills a main table")
          .allSatisfy(split -> assertThat(new SourceCopy(session).isMain(split.table())).isTrue());
    }
  }

  @Test
  default void readsEveryKeyOnce() {
    fill(this, 0, KEYS);
    try (Source.Session session = open(this)) {
      SourceCopy copy = new SourceCopy(session);
      List<Operation> operations = copy.scan(session);
      assertThat(upserted(copy, operations, false))
          .containsExactlyInAnyOrderElementsOf(texts(this, 0, KEYS));
      assertThat(operations).hasSize(KEYS);
    }
  }

  @Test
  @Tag("promise-16")
  default void readsEveryKeyOnceWhereSplitsAreReadAtOnce()
      throws InterruptedException, ExecutionException {
    fill(this, 0, KEYS);
    try (Source.Session session = open(this)) {
      SourceCopy copy = new SourceCopy(session);
      List<Operation> operations = new ArrayList<>();
      ExecutorService threads = Executors.newFixedThreadPool(4);
      try {
        List<Future<List<Operation>>> reads = new ArrayList<>();
        for (Split split : session.plan(4)) {
          reads.add(threads.submit(() -> copy.read(session, split, Cursor.START)));
        }
        for (Future<List<Operation>> read : reads) {
          operations.addAll(read.get());
        }
      } finally {
        threads.shutdown();
      }
      assertThat(upserted(copy, operations, false))
          .containsExactlyInAnyOrderElementsOf(texts(this, 0, KEYS));
    }
  }

  @Test
  default void readsWithThePlanOfAnotherSession() {
    fill(this, 0, KEYS);
    List<Split> plan;
    try (Source.Session session = open(this)) {
      plan = session.plan(2);
    }
    try (Source.Session session = open(this)) {
      SourceCopy copy = new SourceCopy(session);
      session.plan(2);
      plan.forEach(split -> copy.read(session, split, Cursor.START));
      assertThat(copy.keys()).isEqualTo(texts(this, 0, KEYS));
    }
  }
}
