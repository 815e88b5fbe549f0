package dev.skimmer.dragonfly.connect;

import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;

/** Says in the words of a user why TLS failed, and what to do. */
final class TlsReason {
  private TlsReason() {}

  static String of(Throwable thrown) {
    if (is(thrown, NotSslRecordException.class)) {
      return "the server does not speak TLS on this port. Set ssl to false, or use its TLS port.";
    }
    if (is(thrown, SslHandshakeTimeoutException.class)) {
      return "the server did not answer the handshake in time, as one that does not speak TLS."
          + " Set ssl to false, use its TLS port, or raise timeout_seconds.";
    }
    if (is(thrown, CertificateExpiredException.class)) {
      return "the server's certificate has expired. Renew it.";
    }
    if (is(thrown, CertificateNotYetValidException.class)) {
      return "the server's certificate is not valid yet. Check the clocks of both machines.";
    }
    return ofWords(messages(thrown).toLowerCase(Locale.ROOT));
  }

  private static String ofWords(String words) {
    if (holds(words, "subject alternative", "no name matching")) {
      return "the server's certificate is for another host name. Set host to a name it holds.";
    }
    if (holds(words, "certification path", "trust anchor", "path validation", "path building")) {
      return "the server's certificate is self-signed or from an unknown CA."
          + " Set ssl_ca_file to the certificate of its CA.";
    }
    if (holds(words, "protocol_version", "appropriate protocol", "client preferences")) {
      return "the server offers no version of TLS from 1.2 on. Enable TLS 1.2 or 1.3 there.";
    }
    if (holds(words, "certificate_required", "bad_certificate", "handshake_failure")) {
      return "the server refuses the handshake, perhaps because it asks for a client certificate."
          + " Set ssl_cert_file and ssl_key_file.";
    }
    return ErrorReply.of(words).text() + ". Check the TLS settings of both sides.";
  }

  private static boolean holds(String words, String... parts) {
    for (String part : parts) {
      if (words.contains(part)) {
        return true;
      }
    }
    return false;
  }

  private static boolean is(Throwable thrown, Class<? extends Throwable> type) {
    return ConnectFailure.first(thrown, type).isPresent();
  }

  private static String messages(Throwable thrown) {
    StringBuilder messages = new StringBuilder();
    Throwable cause = thrown;
    for (int i = 0; i < ConnectFailure.MAX_CAUSES && cause != null; i++) {
      messages.append(i == 0 ? "" : ": ").append(cause.getMessage());
      cause = cause.getCause();
    }
    return messages.toString();
  }
}
