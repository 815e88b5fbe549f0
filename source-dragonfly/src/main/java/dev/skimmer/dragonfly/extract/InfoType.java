package dev.skimmer.dragonfly.extract;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.skimmer.dragonfly.pipeline.CommandTemplate;
import dev.skimmer.dragonfly.pipeline.Replies;
import dev.skimmer.dragonfly.pipeline.ReplyForms;
import dev.skimmer.dragonfly.pipeline.Token;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Probabilistic types: their row holds what their INFO command tells, as a JSON object with the
 * server's own names in the server's order, and for a Top-K its list with counts under {@code
 * items}. The structures themselves cannot be read.
 *
 * <p>Reply forms: the command documentation of RedisBloom 2.8; the words of TYPE were asked of the
 * module.
 *
 * @param name in the table
 * @param word the server's
 * @param read the INFO command
 * @param detail the command that lists what the structure can list
 * @param sizeField the field of INFO that counts what was added; empty to count the list
 */
record InfoType(
    String name,
    String word,
    CommandTemplate read,
    Optional<CommandTemplate> detail,
    String sizeField)
    implements ValueType {
  private static final String ITEMS = "items";
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  static InfoType bloom() {
    return of("bloom", "MBbloom--", "BF.INFO", "Number of items inserted");
  }

  static InfoType cuckoo() {
    return of("cuckoo", "MBbloomCF", "CF.INFO", "Number of items inserted");
  }

  static InfoType countMinSketch() {
    return of("cms", "CMSk-TYPE", "CMS.INFO", "count");
  }

  static InfoType tDigest() {
    return of("tdigest", "TDIS-TYPE", "TDIGEST.INFO", "Observations");
  }

  static InfoType topK() {
    return new InfoType(
        "topk",
        "TopK-TYPE",
        CommandTemplate.of("TOPK.INFO"),
        Optional.of(CommandTemplate.of("TOPK.LIST", "WITHCOUNT")),
        "");
  }

  private static InfoType of(String name, String word, String command, String sizeField) {
    return new InfoType(name, word, CommandTemplate.of(command), Optional.empty(), sizeField);
  }

  @Override
  public boolean failsWhenAbsent() {
    return true;
  }

  @Override
  public Shape shape(Replies replies, int token) {
    boolean told = isDetail(replies, token) && replies.count(token) > 0;
    return told ? Shape.WHOLE : Shape.ABSENT;
  }

  /** Returns whether a reply is an array of names, each with a text, a number or nil. */
  @Override
  public boolean isDetail(Replies replies, int token) {
    if (replies.kind(token) != Token.ARRAY || replies.count(token) % 2 > 0) {
      return false;
    }
    return IntStream.range(0, replies.count(token))
        .allMatch(
            i ->
                ReplyForms.isText(replies, token + 1 + i)
                    || (i % 2 > 0 && isNumberOrNil(replies.kind(token + 1 + i))));
  }

  private static boolean isNumberOrNil(Token kind) {
    return kind == Token.INTEGER || kind == Token.NIL;
  }

  /** Shows pairs of name and value, then an empty pair, then pairs of item and count. */
  @Override
  public void show(Replies replies, int token, Elements into) {
    PairBuffer pairs = new PairBuffer();
    pairs.addAll(replies, token);
    if (detail.isPresent()) {
      pairs.addText("");
      pairs.addText("");
      int expiry = token + 1 + replies.count(token);
      pairs.addAll(replies, expiry + 1);
    }
    pairs.show(into);
  }

  @Override
  public long size(Elements value) {
    if (sizeField.isEmpty()) {
      return (long) value.groups() - infoGroups(value) - 1;
    }
    for (int i = 0; i < value.groups(); i++) {
      if (JsonText.part(value, i, 0).equals(sizeField)) {
        String digits = JsonText.part(value, i, 1);
        return NUMBER.matcher(digits).matches() ? Long.parseLong(digits) : UNKNOWN_SIZE;
      }
    }
    return UNKNOWN_SIZE;
  }

  @Override
  public ValueText text(Elements value) {
    int info = infoGroups(value);
    return JsonText.write(
        json -> {
          json.writeStartObject();
          for (int i = 0; i < info; i++) {
            json.writeFieldName(JsonText.part(value, i, 0));
            writeInfo(json, value, i);
          }
          if (detail.isPresent()) {
            json.writeArrayFieldStart(ITEMS);
            for (int i = info + 1; i < value.groups(); i++) {
              json.writeStartArray();
              json.writeString(JsonText.part(value, i, 0));
              JsonText.writeNumber(json, JsonText.part(value, i, 1));
              json.writeEndArray();
            }
            json.writeEndArray();
          }
          json.writeEndObject();
        });
  }

  /** Writes what INFO tells under a name; a nil, which came as an empty text, as null. */
  private static void writeInfo(JsonGenerator json, Elements value, int group) throws IOException {
    if (value.length(group, 1) == 0) {
      json.writeNull();
    } else {
      JsonText.writeNumber(json, JsonText.part(value, group, 1));
    }
  }

  /** Counts the pairs before the empty one. */
  private int infoGroups(Elements value) {
    int groups = 0;
    while (groups < value.groups() && value.length(groups, 0) > 0) {
      groups++;
    }
    return groups;
  }

  /** Collects texts and numbers of flat replies as bytes. */
  private static final class PairBuffer {
    private final List<byte[]> parts = new ArrayList<>();

    void addAll(Replies replies, int array) {
      for (int token = array + 1; token <= array + replies.count(array); token++) {
        if (replies.kind(token) == Token.INTEGER) {
          addText(Long.toString(replies.number(token)));
        } else {
          int from = replies.offset(token);
          parts.add(Arrays.copyOfRange(replies.bytes(), from, from + replies.length(token)));
        }
      }
    }

    void addText(String part) {
      parts.add(part.getBytes(StandardCharsets.UTF_8));
    }

    void show(Elements into) {
      int size = parts.stream().mapToInt(part -> part.length).sum();
      byte[] bytes = new byte[size];
      int[] offsets = new int[parts.size()];
      int[] lengths = new int[parts.size()];
      int used = 0;
      for (int i = 0; i < parts.size(); i++) {
        byte[] part = parts.get(i);
        System.arraycopy(part, 0, bytes, used, part.length);
        offsets[i] = used;
        lengths[i] = part.length;
        used += part.length;
      }
      into.show(bytes, offsets, lengths, 0, parts.size(), 2);
    }
  }
}
