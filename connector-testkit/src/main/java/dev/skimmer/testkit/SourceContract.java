package dev.skimmer.testkit;

/**
 * Every promise of {@link dev.skimmer.spi.Source}, as tests. A source's test class extends this one
 * and implements the {@link SourceHarness}.
 */
public abstract class SourceContract
    implements SourceIdentityContract,
        ScanContract,
        ChangeContract,
        RowContract,
        ResumeContract,
        SweepContract,
        KeyBytesContract,
        SourceFailureContract {}
