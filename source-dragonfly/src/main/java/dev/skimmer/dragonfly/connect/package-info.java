/** Connections to the server: addresses, passwords, TLS, and what kind of server answers. */
package dev.skimmer.dragonfly.connect;
