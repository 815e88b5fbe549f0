/** Keeps the state of a pipeline beside a destination that cannot host it. */
package dev.skimmer.state;
