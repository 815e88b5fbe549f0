package dev.skimmer.dragonfly.extract;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skimmer.dragonfly.pipeline.CommandTemplate;
import dev.skimmer.dragonfly.pipeline.Replies;
import dev.skimmer.dragonfly.pipeline.Token;
import dev.skimmer.text.Utf8;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * Strings, read by GETRANGE up to one byte more than is allowed, so that no STRLEN is needed first.
 * GETRANGE of an absent key is an empty string; only the expiry tells that there is none.
 */
final class StringType implements ValueType {
  private static final CommandTemplate LENGTH = CommandTemplate.of("STRLEN");

  private final CommandTemplate read;

  StringType(long maxBytes) {
    this.read = CommandTemplate.of("GETRANGE", "0", Long.toString(maxBytes));
  }

  @Override
  public String name() {
    return "string";
  }

  @Override
  public CommandTemplate read() {
    return read;
  }

  @Override
  public Optional<CommandTemplate> length() {
    return Optional.of(LENGTH);
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
  public long size(Elements value) {
    return value.length(0, 0);
  }

  @Override
  public ValueText text(Elements value) {
    int from = value.offset(0, 0);
    int to = from + value.length(0, 0);
    if (Utf8.isText(value.bytes(), from, to)) {
      return new ValueText(new String(value.bytes(), from, to - from, UTF_8), ValueText.UTF8);
    }
    byte[] bytes = Arrays.copyOfRange(value.bytes(), from, to);
    return new ValueText(Base64.getEncoder().encodeToString(bytes), ValueText.BASE64);
  }
}
