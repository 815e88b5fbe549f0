package dev.skimmer.dragonfly.extract;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.skimmer.dragonfly.pipeline.Replies;
import dev.skimmer.dragonfly.pipeline.Token;
import dev.skimmer.dragonfly.timeseries.TimeSeriesFacts;
import dev.skimmer.text.EscapedText;
import java.io.IOException;
import java.util.OptionalInt;

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
