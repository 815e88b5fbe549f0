package dev.skimmer.dragonfly.timeseries;

import java.time.Duration;

/**
 * How series are copied.
 *
 * @param lookback how far before its last sample a series may still change and be noticed cheaply
 * @param mirror whether samples go that the server's retention has trimmed
 * @param verify how often a series is compared from its beginning; zero for never
 */
public record TimeSeriesSettings(Duration lookback, boolean mirror, Duration verify) {}
