/**
 * The tests that a connector inherits to prove that it keeps the contract: {@link
 * dev.skimmer.testkit.SourceContract} and {@link dev.skimmer.testkit.DestinationContract}; and the
 * servers that they run against.
 */
package dev.skimmer.testkit;
