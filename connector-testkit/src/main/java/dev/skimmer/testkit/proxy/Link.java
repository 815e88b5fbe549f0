package dev.skimmer.testkit.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skimmer.testkit.proxy.Fault.Answer;
import dev.skimmer.testkit.proxy.Fault.Delay;
import dev.skimmer.testkit.proxy.Fault.Drop;
import dev.skimmer.testkit.proxy.Fault.ErrorReply;
import dev.skimmer.testkit.proxy.Fault.Hold;
import dev.skimmer.testkit.proxy.Fault.Replay;
import dev.skimmer.testkit.proxy.Fault.Reset;
import dev.skimmer.testkit.proxy.Fault.Trickle;
import dev.skimmer.testkit.proxy.Fault.Truncate;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One connection of a client, and the one to the server behind it. Used by the proxy's thread. */
final class Link {
  private final int number;
  private final Traffic traffic;
  private final Channel client;
  private final Channel server;
  private final ReplyHandler replies = new ReplyHandler(this);
  private final Deque<Call> waiting = new ArrayDeque<>();
  private boolean held;
  private boolean broken;
  private boolean clientIsWritable = true;

  Link(int number, Traffic traffic, Channel client, Channel server) {
    this.number = number;
    this.traffic = traffic;
    this.client = client;
    this.server = server;
  }

  void start() {
    server.pipeline().addLast(replies);
    client.pipeline().addLast(new CommandHandler(this));
    client.config().setAutoRead(true);
  }

  void called(List<byte[]> words) {
    waiting.add(new Call(number, words));
  }

  Optional<Call> nextCall() {
    return Optional.ofNullable(waiting.poll());
  }

  Optional<Fault> judge(Call call) {
    return traffic.judge(call);
  }

  void record(RecordedReply reply) {
    traffic.record(reply);
  }

  /** Returns whether nothing may pass to the client, now or ever. */
  boolean isStopped() {
    return held || broken;
  }

  void apply(Fault fault, Call call, byte[] reply) {
    if (fault instanceof Drop) {
      broken = true;
      closeClient();
    } else if (fault instanceof Reset) {
      reset();
    } else if (fault instanceof Truncate truncate) {
      broken = true;
      toClient(reply, Math.min(reply.length, truncate.bytes())).addListener(done -> reset());
    } else if (fault instanceof Delay delay) {
      hold();
      later(delay.duration(), () -> release(reply));
    } else if (fault instanceof Trickle trickle) {
      hold();
      trickle(reply, 0, trickle.gap());
    } else if (fault instanceof ErrorReply error) {
      toClient(("-" + error.text() + "\r\n").getBytes(UTF_8));
    } else if (fault instanceof Answer answer) {
      toClient(answer.answer().apply(call, reply));
    } else if (fault instanceof Replay) {
      toClient(reply);
      toClient(reply);
    } else if (fault instanceof Hold hold) {
      hold();
      hold.gate().pass(() -> client.eventLoop().execute(() -> release(reply)));
    }
  }

  private void hold() {
    held = true;
    readServer();
  }

  private void later(Duration pause, Runnable action) {
    Future<?> unused = client.eventLoop().schedule(action, pause.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void trickle(byte[] reply, int from, Duration gap) {
    if (from == reply.length || broken || !client.isActive()) {
      release(new byte[0]);
      return;
    }
    toClient(new byte[] {reply[from]});
    later(gap, () -> trickle(reply, from + 1, gap));
  }

  private void release(byte[] reply) {
    held = false;
    toClient(reply);
    replies.pump();
    readServer();
  }

  void toServer(ByteBuf bytes) {
    ChannelFuture unused = server.writeAndFlush(bytes);
  }

  void toClient(byte[] bytes) {
    ChannelFuture unused = toClient(bytes, bytes.length);
  }

  /** Writes the first bytes, or those before a cut. */
  private ChannelFuture toClient(byte[] bytes, int length) {
    int allowed = traffic.allow(length);
    ChannelFuture written = client.writeAndFlush(Unpooled.wrappedBuffer(bytes, 0, allowed));
    return allowed < length ? written.addListener(done -> traffic.breakAll()) : written;
  }

  void clientIsWritable(boolean writable) {
    clientIsWritable = writable;
    readServer();
  }

  void serverIsWritable(boolean writable) {
    client.config().setAutoRead(writable);
  }

  private void readServer() {
    server.config().setAutoRead(clientIsWritable && !held);
  }

  /** Closes the client's connection behind what is on its way. */
  void closeClient() {
    client.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  void closeServer() {
    traffic.ended(this);
    ChannelFuture unused = server.close();
  }

  /** Resets the client's connection; what it has not read yet may be lost to it. */
  void reset() {
    broken = true;
    if (client.isOpen()) {
      client.config().setOption(ChannelOption.SO_LINGER, 0);
      ChannelFuture unused = client.close();
    }
  }
}
