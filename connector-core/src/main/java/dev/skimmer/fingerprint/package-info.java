/** The fingerprint: MD5 over a documented, length-prefixed form of a key's type and value. */
package dev.skimmer.fingerprint;
