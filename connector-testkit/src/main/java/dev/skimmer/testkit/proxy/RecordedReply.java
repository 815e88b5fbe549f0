package dev.skimmer.testkit.proxy;

/**
 * A reply that has passed.
 *
 * @param call what it answered
 * @param bytes how long it was
 */
public record RecordedReply(Call call, int bytes) {}
