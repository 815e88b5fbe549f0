package dev.skimmer.cli.report;

/**
 * How a family of keys has grown between two reports.
 *
 * @param family its pattern
 * @param before how many keys it had in the earlier report, 0 where that did not know it
 * @param now how many it has
 */
record Growth(String family, long before, long now) {
  long difference() {
    return now - before;
  }
}
