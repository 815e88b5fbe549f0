/** The tests that a connector inherits to prove that it keeps the contract. */
package dev.skimmer.testkit;
