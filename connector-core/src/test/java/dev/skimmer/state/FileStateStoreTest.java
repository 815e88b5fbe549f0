package dev.skimmer.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.skimmer.fault.FailPoints;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.StateChange;
import dev.skimmer.spi.StoredState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStateStoreTest {
  private static final String PIPELINE = "shop \"über\" ../😀";
  private static final String BOOK = "{\"at\":\"\\x00 \uD83D\uDE00 \uD800\n\"}";

  @TempDir private Path folder;

  @Test
  void findsTheLastStateAgain() {
    try (FileStateStore store = open()) {
      assertThat(store.load()).isEmpty();
      store.replace(to(1));
      store.replace(to(2));
      assertThat(store.load()).contains(state(2));
    }
    try (FileStateStore store = open()) {
      assertThat(store.load()).contains(state(2));
    }
  }

  @Test
  void keepsPipelinesApart() {
    try (FileStateStore shop = open();
        FileStateStore other = FileStateStore.open(folder, PIPELINE.replace('/', '_'))) {
      shop.replace(to(1));
      assertThat(other.load()).isEmpty();
    }
  }

  @Test
  void refusesAChangeThatExpectsAnotherState() {
    try (FileStateStore store = open()) {
      assertCode(ErrorCode.STATE_CONFLICT, () -> store.replace(to(2)));
      store.replace(to(1));
      assertCode(ErrorCode.STATE_CONFLICT, () -> store.replace(to(1)));
      assertCode(ErrorCode.STATE_CONFLICT, () -> store.replace(to(3)));
      StoredState stolen = new StoredState(1, "stolen", BOOK);
      assertCode(
          ErrorCode.STATE_CONFLICT,
          () -> store.replace(new StateChange(Optional.of(stolen), state(2))));
      assertThat(store.load()).contains(state(1));
    }
  }

  @Test
  void refusesAFileOfWhichASingleBitWasFlipped() throws IOException {
    byte[] intact = storeOne();
    StateFile file = new StateFile(path(), PIPELINE);
    assertThat(file.decode(intact)).isEqualTo(state(1));
    for (int bit = 0; bit < 8 * intact.length; bit++) {
      byte[] damaged = intact.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      assertCode(ErrorCode.STATE_UNREADABLE, () -> file.decode(damaged));
    }
  }

  @Test
  void overwritesNothingThatItCannotRead() throws IOException {
    byte[] intact = storeOne();
    try (FileStateStore store = open()) {
      for (int position = 0; position < intact.length; position += 7) {
        byte[] damaged = intact.clone();
        damaged[position] ^= 1;
        assertRefused(store, damaged);
      }
    }
  }

  @Test
  void refusesAFileThatWasCutOffOrGrew() throws IOException {
    byte[] intact = storeOne();
    try (FileStateStore store = open()) {
      for (int length = 0; length < intact.length; length++) {
        assertRefused(store, Arrays.copyOf(intact, length));
      }
      assertRefused(store, Arrays.copyOf(intact, intact.length + 1));
    }
  }

  @Test
  void refusesTheFileOfANewerVersionByName() throws IOException {
    String intact = new String(storeOne(), StandardCharsets.US_ASCII);
    byte[] newer =
        intact.replace("\"version\":1", "\"version\":2").getBytes(StandardCharsets.UTF_8);
    try (FileStateStore store = open()) {
      assertThat(assertRefused(store, newer)).contains("newer version", "move it away");
    }
  }

  @Test
  void refusesTheFileOfAnotherPipeline() throws IOException {
    byte[] intact = storeOne();
    Files.write(folder.resolve(FileStateStore.nameOf("other") + ".state"), intact);
    try (FileStateStore store = FileStateStore.open(folder, "other")) {
      assertCode(ErrorCode.STATE_UNREADABLE, store::load);
    }
  }

  @Test
  void letsNobodyElseInWhileItIsOpen() throws Exception {
    try (FileStateStore store = open()) {
      store.replace(to(1));
      assertCode(ErrorCode.PIPELINE_BUSY, this::open);
      ReplaceState.Ended other = ReplaceState.inAChild(0, folder, PIPELINE);
      assertThat(other.status()).as(other.output()).isEqualTo(ErrorCode.PIPELINE_BUSY.exitCode());
      assertThat(store.load()).contains(state(1));
    }
    open().close();
  }

  @Test
  void keepsTheOldStateOrTheNewOneWhereverItIsKilled() throws Exception {
    storeOne();
    long sequence = 1;
    int points = 0;
    for (int status = FailPoints.HALTED; status == FailPoints.HALTED; points++) {
      ReplaceState.Ended child = ReplaceState.inAChild(points + 1, folder, PIPELINE);
      assertThat(child.status()).as(child.output()).isIn(0, FailPoints.HALTED);
      status = child.status();
      boolean renamed = !child.output().contains("before the state is renamed");
      sequence += renamed ? 1 : 0;
      try (FileStateStore store = open()) {
        assertThat(store.load()).as(child.output()).contains(state(sequence));
      }
    }
    assertThat(points).isEqualTo(3);
  }

  static StoredState state(long sequence) {
    return new StoredState(sequence, "token " + sequence, BOOK);
  }

  static StateChange to(long sequence) {
    return new StateChange(
        sequence == 1 ? Optional.empty() : Optional.of(state(sequence - 1)), state(sequence));
  }

  private byte[] storeOne() throws IOException {
    try (FileStateStore store = open()) {
      store.replace(to(1));
    }
    return Files.readAllBytes(path());
  }

  private String assertRefused(FileStateStore store, byte[] bytes) throws IOException {
    Files.write(path(), bytes);
    String message = assertCode(ErrorCode.STATE_UNREADABLE, store::load);
    assertThat(message).contains(path().toString());
    assertCode(ErrorCode.STATE_UNREADABLE, () -> store.replace(to(2)));
    assertThat(Files.readAllBytes(path())).isEqualTo(bytes);
    return message;
  }

  private FileStateStore open() {
    return FileStateStore.open(folder, PIPELINE);
  }

  private Path path() {
    return folder.resolve(FileStateStore.nameOf(PIPELINE) + ".state");
  }

  private static String assertCode(ErrorCode code, ThrowingCallable call) {
    ConnectorException failure = catchThrowableOfType(ConnectorException.class, call);
    assertThat(failure).isNotNull();
    assertThat(failure.code()).as(failure.getMessage()).isEqualTo(code);
    return failure.getMessage();
  }
}
