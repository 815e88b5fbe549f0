package dev.skimmer.testkit;

/**
 * Every promise of {@link dev.skimmer.spi.Destination}, as tests. A destination's test class
 * extends this one and implements the {@link DestinationHarness}.
 */
public abstract class DestinationContract
    implements WriteContract,
        KeyOnlyContract,
        TransactionContract,
        RaceContract,
        SchemaContract,
        TextContract,
        KnownRowsContract,
        HaltContract,
        SyncHaltContract,
        ConnectionContract,
        MemoryContract {}
