/** How fast a session may read, so that other users of the server do not feel it. */
package dev.skimmer.dragonfly.pace;
