/** Where tests make a run fail on purpose; of no effect otherwise. */
package dev.skimmer.fault;
