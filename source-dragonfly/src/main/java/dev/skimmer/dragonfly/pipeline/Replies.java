package dev.skimmer.dragonfly.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * The replies to one pipeline of commands: the bytes of all of them in one array, and a flat list
 * of tokens that say what lies where. An array is a token with a count; its elements are the tokens
 * behind it.
 *
 * <p>Keeps a bounded number of bytes: a reply that is larger than {@code replyLimit}, or begins
 * when {@code pageLimit} is reached already, is dropped while it is decoded, and only its size is
 * kept. So there are never more than {@code pageLimit + replyLimit} bytes.
 *
 * <p>Written by the connection's thread until its {@link Exchange} is done, then read by the thread
 * that owns it, and reused.
 */
public final class Replies {
  /** What each element of an array adds to the size of a reply, so that tokens are bounded too. */
  public static final int ELEMENT_OVERHEAD = 8;

  private static final int RETAINED_BYTES = 1 << 21;

  private byte[] bytes = new byte[1 << 16];
  private int used;
  private final TokenList tokens = new TokenList();
  private int[] starts = new int[1 << 10];
  private int[] startBytes = new int[1 << 10];
  private int replies;
  private long received;
  private long servedNanos;

  private long pageLimit;
  private long replyLimit;
  private long replySize;
  private boolean dropping;

  /** Forgets everything and sets the limits in bytes. */
  public Replies reset(long newPageLimit, long newReplyLimit) {
    if (bytes.length > RETAINED_BYTES) {
      bytes = new byte[RETAINED_BYTES];
    }
    pageLimit = newPageLimit;
    replyLimit = newReplyLimit;
    used = 0;
    tokens.clear();
    replies = 0;
    received = 0;
    servedNanos = 0;
    startReply();
    return this;
  }

  /** Returns the number of complete replies. */
  public int size() {
    return replies;
  }

  /** Returns the first token of a reply. */
  public int token(int reply) {
    return starts[reply];
  }

  /** Returns how many bytes of a reply were kept. */
  public int bytesOf(int reply) {
    return startBytes[reply + 1] - startBytes[reply];
  }

  /** Returns what a token is. */
  public Token kind(int token) {
    return tokens.kind(token);
  }

  /** Returns the number of elements of an array. */
  public int count(int token) {
    return tokens.length(token);
  }

  /** Returns the value of an integer, or the size in bytes of a dropped reply. */
  public long number(int token) {
    return ((long) offset(token) << Integer.SIZE) | (length(token) & 0xFFFF_FFFFL);
  }

  /** Returns where the bytes of a token begin. */
  public int offset(int token) {
    return tokens.offset(token);
  }

  /** Returns how many bytes a token has. */
  public int length(int token) {
    return tokens.length(token);
  }

  /** Returns the bytes of a token as text; meant for what the server says, not for keys. */
  public String text(int token) {
    return new String(bytes, offset(token), length(token), UTF_8);
  }

  /** Returns the array in which all bytes lie. */
  public byte[] bytes() {
    return bytes;
  }

  /** Returns the offsets of all tokens. */
  public int[] offsets() {
    return tokens.offsets();
  }

  /** Returns the lengths of all tokens. */
  public int[] lengths() {
    return tokens.lengths();
  }

  /** Returns how many bytes were kept. */
  public int used() {
    return used;
  }

  /** Returns how many bytes came, what was dropped included. */
  public long received() {
    return received;
  }

  /**
   * Returns for how many nanoseconds the server was busy with the pipeline, as far as it shows from
   * here: more where it was busy with others or the network was slow, none where it answered as
   * quickly as ever.
   */
  public long servedNanos() {
    return servedNanos;
  }

  void setServedNanos(long nanos) {
    servedNanos = nanos;
  }

  void addNumber(long number) {
    keepIfWhole();
    add(Token.INTEGER, (int) (number >>> Integer.SIZE), (int) number);
  }

  void addNil() {
    keepIfWhole();
    add(Token.NIL, 0, 0);
  }

  void addArray(int count) {
    add(Token.ARRAY, 0, count);
  }

  void addLine(Token kind, byte[] source, int from, int to) {
    int length = to - from;
    keepIfWhole();
    startBytes(kind, length);
    addBytes(source, from, length);
  }

  /** Announces {@code length} bytes that {@link #addBytes} will bring. */
  void startBytes(Token kind, int length) {
    replySize += length;
    if (replySize > replyLimit) {
      dropping = true;
    }
    if (!dropping) {
      reserve(length);
    }
    add(kind, used, length);
  }

  void addBytes(byte[] source, int from, int length) {
    if (!dropping) {
      System.arraycopy(source, from, bytes, used, length);
      used += length;
    }
  }

  /** Returns how large the reply is that is being decoded, as far as it is known. */
  long sizeSoFar() {
    return replySize;
  }

  void endReply() {
    if (dropping) {
      used = startBytes[replies];
      dropping = false;
      tokens.truncate(starts[replies]);
      add(Token.DROPPED, (int) (replySize >>> Integer.SIZE), (int) replySize);
    }
    replies++;
    received += replySize;
    startReply();
  }

  /** Forgets the last complete reply. */
  void forgetLast() {
    replies--;
    used = startBytes[replies];
    tokens.truncate(starts[replies]);
    startReply();
  }

  private void startReply() {
    if (replies == starts.length) {
      starts = Arrays.copyOf(starts, replies * 2);
      startBytes = Arrays.copyOf(startBytes, replies * 2);
    }
    starts[replies] = tokens.size();
    startBytes[replies] = used;
    replySize = 0;
    dropping = used >= pageLimit;
  }

  /** A reply that is one line is kept even where the page is full: it says what a value cannot. */
  private void keepIfWhole() {
    dropping &= tokens.size() > starts[replies];
  }

  private void add(Token kind, int offset, int length) {
    if (tokens.size() > starts[replies]) {
      replySize += ELEMENT_OVERHEAD;
      dropping |= replySize > replyLimit;
      if (dropping) {
        return;
      }
    }
    tokens.add(kind, offset, length);
  }

  private void reserve(int more) {
    long needed = (long) used + more;
    if (needed > bytes.length) {
      bytes =
          Arrays.copyOf(
              bytes,
              (int)
                  Math.min(
                      Integer.MAX_VALUE - 8,
                      Math.max(needed, Math.min(bytes.length * 2L, needed + (1 << 22)))));
    }
  }
}
