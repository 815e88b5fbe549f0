package dev.skimmer.spi;

/**
 * One step of a split, in the order in which the reader observed it.
 *
 * <p>Operations are immutable and may be handed from one thread to another.
 */
public sealed interface Operation permits Upsert, Delete, Checkpoint {}
