package dev.skimmer.dragonfly.sweep;

import dev.skimmer.dragonfly.extract.Absence;
import dev.skimmer.dragonfly.extract.GroupRead;
import dev.skimmer.dragonfly.extract.Keys;
import dev.skimmer.dragonfly.extract.Reading;
import dev.skimmer.dragonfly.extract.Unit;
import dev.skimmer.dragonfly.extract.UnitSupply;
import dev.skimmer.dragonfly.scan.KeyPattern;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.KnownRow;
import dev.skimmer.spi.KnownRows;
import dev.skimmer.text.EscapedText;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Supplies the rows in scope that a pass has not seen: first those of the main table, then those of
 * the errors table. In a cluster each is asked of the node that holds its slot.
 *
 * <p>They are read like any other key, for a key that is there has to be read in any case; and one
 * that is gone is proven gone by the server's word about its expiry (-2) or its type (none), as
 * good as EXISTS.
 */
public final class SweepSupply implements UnitSupply {
  private static final Logger LOG = LoggerFactory.getLogger(SweepSupply.class);

  private final Reading reading;
  private final KnownRows known;
  private final KeyPattern pattern;
  private Stream<String> rows;
  private Iterator<String> keyTexts;
  private final Map<Reading, Keys> groups = new LinkedHashMap<>();
  private Absence absence = Absence.ROW_GONE;
  private boolean exhausted;

  public SweepSupply(Reading reading, KnownRows known, KeyPattern pattern) {
    this.reading = reading;
    this.known = known;
    this.pattern = pattern;
    this.rows = known.unseen().map(KnownRow::keyText);
    this.keyTexts = rows.iterator();
  }

  @Override
  public Optional<Unit> next() {
    int wanted = reading.sizer().next();
    while (!exhausted) {
      Optional<Unit> full = fill(wanted);
      if (full.isPresent()) {
        return full;
      }
      if (!groups.isEmpty()) {
        return Optional.of(take(groups.keySet().iterator().next()));
      }
      openNext();
    }
    return Optional.empty();
  }

  @Override
  public boolean isExhausted() {
    return exhausted;
  }

  @Override
  public void close() {
    try {
      rows.close();
    } catch (ConnectorException e) {
      LOG.debug("The rows of the destination were not closed cleanly", e);
    }
  }

  /** Groups the keys of the table by where they are held, until a group is large enough. */
  private Optional<Unit> fill(int wanted) {
    while (keyTexts.hasNext()) {
      byte[] key = EscapedText.decode(keyTexts.next());
      if (pattern.matches(key)) {
        Reading there = reading.atHolderOf(key);
        Keys group = groups.computeIfAbsent(there, any -> new Keys()).add(key, 0, key.length);
        if (group.size() >= wanted) {
          return Optional.of(take(there));
        }
      } else if (absence == Absence.ROW_GONE) {
        reading.context().metrics().addOutOfScope(1);
      }
    }
    return Optional.empty();
  }

  private Unit take(Reading there) {
    Keys keys = groups.remove(there);
    reading.context().metrics().addRechecked(keys.size());
    return GroupRead.of(there, keys, absence);
  }

  private void openNext() {
    rows.close();
    if (absence == Absence.ERROR_GONE) {
      exhausted = true;
      return;
    }
    absence = Absence.ERROR_GONE;
    rows = known.unseenQuarantined();
    keyTexts = rows.iterator();
  }
}
