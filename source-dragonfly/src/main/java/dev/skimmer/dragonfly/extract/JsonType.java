package dev.skimmer.dragonfly.extract;

import dev.skimmer.dragonfly.pipeline.CommandTemplate;
import dev.skimmer.dragonfly.pipeline.Replies;
import dev.skimmer.dragonfly.pipeline.Token;
import dev.skimmer.fingerprint.Fingerprinter;

/**
 * JSON documents: the row holds the text that the server gives. The fingerprint is taken over the
 * document with the members of each object sorted by their bytes, so that two documents which
 * differ only in that order are equal. JSON.GET without a path brings the root, and nil where there
 * is no key.
 */
final class JsonType implements ValueType {
  private static final CommandTemplate READ = CommandTemplate.of("JSON.GET");

  @Override
  public String name() {
    return "json";
  }

  @Override
  public String word() {
    return "ReJSON-RL";
  }

  @Override
  public CommandTemplate read() {
    return READ;
  }

  @Override
  public boolean failsWhenAbsent() {
    return true;
  }

  @Override
  public Shape shape(Replies replies, int token) {
    return replies.kind(token) == Token.BULK ? Shape.WHOLE : Shape.ABSENT;
  }

  @Override
  public void show(Replies replies, int token, Elements into) {
    into.show(replies, token, 1, 1);
  }

  @Override
  public void fingerprint(Elements value, Fingerprinter fingerprinter) {
    CanonicalJson canonical =
        CanonicalJson.of(value.bytes(), value.offset(0, 0), value.length(0, 0));
    fingerprinter.add(canonical.bytes(), 0, canonical.length());
  }

  @Override
  public long size(Elements value) {
    return value.length(0, 0);
  }

  /** Returns the document as it is; one that is no UTF-8, which no JSON is, in base64. */
  @Override
  public ValueText text(Elements value) {
    return ValueText.ofBytes(value);
  }
}
