package dev.skimmer.dragonfly.extract;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.skimmer.dragonfly.pipeline.Replies;
import dev.skimmer.dragonfly.pipeline.ReplyForms;
import dev.skimmer.dragonfly.pipeline.Token;
import dev.skimmer.dragonfly.timeseries.TimeSeriesFacts;
import dev.skimmer.text.EscapedText;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Reads the reply to TS.INFO. Names and forms: the command documentation of RedisTimeSeries 1.12,
 * asked of the module; {@code totalSamples} and {@code firstTimestamp} leave out what is older than
 * the retention, whether or not the server has freed it.
 */
final class TimeSeriesInfo {
  private final Replies replies;
  private final NamedReplies named;

  private TimeSeriesInfo(Replies replies, int token) {
    this.replies = replies;
    this.named = NamedReplies.of(replies, token);
  }

  static TimeSeriesFacts read(Replies replies, int token) {
    TimeSeriesInfo info = new TimeSeriesInfo(replies, token);
    return new TimeSeriesFacts(
        info.number("totalSamples"),
        info.number("firstTimestamp"),
        info.number("lastTimestamp"),
        info.number("retentionTime"),
        info.named.token("sourceKey", Token.BULK).isPresent(),
        info.json());
  }

  /** Returns whether a reply is an array of names, and its labels are pairs. */
  static boolean isWellFormed(Replies replies, int token) {
    if (replies.kind(token) != Token.ARRAY) {
      return false;
    }
    TimeSeriesInfo info = new TimeSeriesInfo(replies, token);
    OptionalInt labels = info.named.token("labels", Token.ARRAY);
    OptionalInt rules = info.named.token("rules", Token.ARRAY);
    return info.named.number("totalSamples").isPresent()
        && (labels.isEmpty() || info.areLabels(labels.getAsInt()))
        && (rules.isEmpty() || info.areRules(rules.getAsInt()));
  }

  private boolean areLabels(int token) {
    return IntStream.range(0, replies.count(token))
        .map(i -> token + 1 + 3 * i)
        .allMatch(
            label ->
                replies.kind(label) == Token.ARRAY
                    && replies.count(label) == 2
                    && ReplyForms.isText(replies, label + 1)
                    && (ReplyForms.isText(replies, label + 2)
                        || replies.kind(label + 2) == Token.NIL));
  }

  private boolean areRules(int token) {
    int rule = token + 1;
    for (int i = replies.count(token); i > 0; i--) {
      int end = NamedReplies.behind(replies, rule);
      boolean flat =
          replies.kind(rule) == Token.ARRAY
              && end == rule + 1 + replies.count(rule)
              && IntStream.range(rule + 1, end)
                  .allMatch(
                      part ->
                          ReplyForms.isText(replies, part) || replies.kind(part) == Token.INTEGER);
      if (!flat) {
        return false;
      }
      rule = end;
    }
    return true;
  }

  private long number(String name) {
    return named.number(name).orElse(0);
  }

  private String json() {
    return JsonText.write(
            json -> {
              json.writeStartObject();
              writeLabels(json);
              json.writeNumberField("retentionTime", number("retentionTime"));
              json.writeStringField("duplicatePolicy", named.text("duplicatePolicy").orElse(null));
              writeSource(json);
              writeRules(json);
              for (String name : new String[] {"firstTimestamp", "lastTimestamp", "totalSamples"}) {
                json.writeNumberField(name, number(name));
              }
              json.writeEndObject();
            })
        .text();
  }

  private void writeLabels(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("labels");
    OptionalInt labels = named.token("labels", Token.ARRAY);
    if (labels.isPresent()) {
      Elements sorted = sortedLabels(labels.getAsInt());
      for (int i = 0; i < sorted.groups(); i++) {
        json.writeStringField(JsonText.part(sorted, i, 0), JsonText.part(sorted, i, 1));
      }
    }
    json.writeEndObject();
  }

  /** Shows the labels, each an array of name and value, as pairs in the order of their names. */
  private Elements sortedLabels(int token) {
    int count = replies.count(token);
    int[] offsets = new int[2 * count];
    int[] lengths = new int[2 * count];
    for (int i = 0; i < count; i++) {
      for (int part = 0; part < 2; part++) {
        int at = token + 2 + 3 * i + part;
        offsets[2 * i + part] = replies.offset(at);
        lengths[2 * i + part] = replies.kind(at) == Token.NIL ? 0 : replies.length(at);
      }
    }
    return new Elements().show(replies.bytes(), offsets, lengths, 0, 2 * count, 2).sort();
  }

  private void writeSource(JsonGenerator json) throws IOException {
    OptionalInt source = named.token("sourceKey", Token.BULK);
    if (source.isPresent()) {
      json.writeStringField("sourceKey", text(source.getAsInt()));
    } else {
      json.writeNullField("sourceKey");
    }
  }

  private void writeRules(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("rules");
    OptionalInt rules = named.token("rules", Token.ARRAY);
    if (rules.isPresent()) {
      int rule = rules.getAsInt() + 1;
      for (int i = replies.count(rules.getAsInt()); i > 0; i--) {
        writeRule(json, rule);
        rule = NamedReplies.behind(replies, rule);
      }
    }
    json.writeEndArray();
  }

  private void writeRule(JsonGenerator json, int rule) throws IOException {
    json.writeStartArray();
    for (int token = rule + 1; token <= rule + replies.count(rule); token++) {
      if (replies.kind(token) == Token.INTEGER) {
        json.writeNumber(replies.number(token));
      } else {
        json.writeString(text(token));
      }
    }
    json.writeEndArray();
  }

  private String text(int token) {
    return EscapedText.encode(replies.bytes(), replies.offset(token), replies.length(token));
  }
}
