package dev.skimmer.dragonfly.extract;

import dev.skimmer.spi.Checkpoint;
import dev.skimmer.spi.Cursor;
import dev.skimmer.spi.Operation;
import java.util.List;

/**
 * The end of a page of a scan.
 *
 * @param cursor where the next page begins
 */
public record PageEnd(Cursor cursor) implements Unit {
  @Override
  public long weight() {
    return 0;
  }

  @Override
  public boolean advance() {
    return true;
  }

  @Override
  public List<Unit> finish(List<Operation> operations) {
    operations.add(new Checkpoint(cursor));
    return List.of();
  }
}
