package dev.skimmer.testkit;

import static dev.skimmer.testkit.ContractKeys.fill;
import static dev.skimmer.testkit.ContractKeys.keyOf;
import static dev.skimmer.testkit.ContractKeys.open;
import static dev.skimmer.testkit.ContractKeys.texts;
import static dev.skimmer.testkit.ContractKeys.upserted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.Checkpoint;
import dev.skimmer.spi.Cursor;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** From each of its checkpoints on, a split can be read to the end without loss. */
interface ResumeContract extends SourceHarness {
  /** Fewer would prove little. */
  int LEAST_CHECKPOINTS = 3;

  @Test
  default void resumesFromEveryCheckpointWithoutLoss() {
    fill(this, 0, KEYS);
    List<Split> plan;
    List<List<Operation>> reads = new ArrayList<>();
    try (Source.Session session = open(this)) {
      plan = session.plan(1);
      SourceCopy copy = new SourceCopy(session);
      plan.forEach(split -> reads.add(copy.read(session, split, Cursor.START)));
    }
    int checkpoints = 0;
    try (Source.Session session = open(this)) {
      session.plan(1);
      for (int i = 0; i < plan.size(); i++) {
        for (int at = 0; at < reads.get(i).size(); at++) {
          if (reads.get(i).get(at) instanceof Checkpoint checkpoint) {
            checkpoints++;
            resume(session, plan, reads, i, at, checkpoint.cursor());
          }
        }
      }
    }
    assertThat(checkpoints).isGreaterThanOrEqualTo(LEAST_CHECKPOINTS);
  }

  /** The splits before the i-th are read, and of that one the operations up to a checkpoint. */
  private void resume(
      Source.Session session,
      List<Split> plan,
      List<List<Operation>> reads,
      int i,
      int at,
      Cursor cursor) {
    SourceCopy copy = new SourceCopy(session);
    for (int before = 0; before < i; before++) {
      copy.of(plan.get(before).table()).apply(reads.get(before));
    }
    copy.of(plan.get(i).table()).apply(reads.get(i).subList(0, at));
    copy.read(session, plan.get(i), cursor);
    plan.subList(i + 1, plan.size()).forEach(later -> copy.read(session, later, Cursor.START));
    assertThat(copy.keys())
        .as("after checkpoint %s of split %s", cursor, plan.get(i).id())
        .isEqualTo(texts(this, 0, KEYS));
  }

  @Test
  default void resumesWithoutLossAlthoughOtherKeysWentMeanwhile() {
    fill(this, 0, KEYS);
    try (Source.Session session = open(this)) {
      SourceCopy copy = new SourceCopy(session);
      List<Split> plan = session.plan(1);
      List<Operation> operations = new SourceCopy(session).read(session, plan.get(0), Cursor.START);
      int middle = middleCheckpoint(operations);
      List<Operation> before = operations.subList(0, middle);
      copy.of(plan.get(0).table()).apply(before);
      for (String text : upserted(copy, before, false)) {
        remove(keyOf(this, text));
      }
      Cursor cursor = ((Checkpoint) operations.get(middle)).cursor();
      copy.read(session, plan.get(0), cursor);
      plan.subList(1, plan.size()).forEach(split -> copy.read(session, split, Cursor.START));
      assertThat(copy.keys()).isEqualTo(texts(this, 0, KEYS));
    }
  }

  private static int middleCheckpoint(List<Operation> operations) {
    return IntStream.range(operations.size() / 2, operations.size())
        .filter(i -> operations.get(i) instanceof Checkpoint)
        .findFirst()
        .orElseThrow();
  }

  @Test
  default void findsInTheSweepWhatChangedBehindACheckpoint() {
    fill(this, 0, KEYS);
    try (Source.Session session = open(this)) {
      SourceCopy copy = new SourceCopy(session);
      List<Split> plan = session.plan(1);
      List<Operation> operations = copy.read(session, plan.get(0), Cursor.START);
      plan.subList(1, plan.size()).forEach(split -> copy.read(session, split, Cursor.START));
      Cursor last = Cursor.START;
      for (Operation operation : operations) {
        last = operation instanceof Checkpoint checkpoint ? checkpoint.cursor() : last;
      }
      String first = upserted(copy, operations, false).get(0);
      put(keyOf(this, first), "changed behind the cursor");
      copy.newPass();
      copy.read(session, plan.get(0), last);
      plan.subList(1, plan.size()).forEach(split -> copy.read(session, split, Cursor.START));
      copy.sweep(session);
      assertThat(copy.pass(session)).isEmpty();
    }
  }
}
