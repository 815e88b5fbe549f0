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
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Supplies the rows in scope that a pass has not seen: first those of the main table, then those of
 * the errors table.
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
    Keys keys = nextKeys();
    if (keys.isEmpty()) {
      return Optional.empty();
    }
    reading.context().metrics().addRechecked(keys.size());
    return Optional.of(GroupRead.of(reading, keys, absence));
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

  /** Returns the next keys in scope, all from one table; none at the end. */
  private Keys nextKeys() {
    Keys keys = new Keys();
    int wanted = reading.sizer().next();
    while (keys.size() < wanted && !exhausted) {
      if (keyTexts.hasNext()) {
        addIfInScope(keyTexts.next(), keys);
      } else if (!keys.isEmpty()) {
        return keys;
      } else {
        openNext();
      }
    }
    return keys;
  }

  private void addIfInScope(String keyText, Keys keys) {
    byte[] key = EscapedText.decode(keyText);
    if (pattern.matches(key)) {
      keys.add(key, 0, key.length);
    } else if (absence == Absence.ROW_GONE) {
      reading.context().metrics().addOutOfScope(1);
    }
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
