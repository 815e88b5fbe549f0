/**
 * Several real Redis servers behind one port that answer as one Dragonfly does: its cursors, what
 * it tells of itself, and the commands that it lacks. Written from Dragonfly's public source and
 * documentation, for tests where no Dragonfly can run; what it proves is that a client keeps to
 * those rules, not that Dragonfly does.
 */
package dev.skimmer.testkit.standin;
