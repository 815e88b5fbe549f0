/** Signals of the operating system. */
package dev.skimmer.cli.signal;
