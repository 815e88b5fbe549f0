/** The servers on which the suites are run, each started, or found, in the same way. */
package dev.skimmer.testkit.servers;
