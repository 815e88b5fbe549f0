/**
 * Change detection: the index of what the destination holds, in memory, and the marks of what a
 * pass has seen. A cache: it is rebuilt from the destination and never stored as truth.
 */
package dev.skimmer.detect;
