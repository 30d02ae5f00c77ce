package dev.ordeal.workloads;

import dev.ordeal.results.history.Value;
import dev.ordeal.workloads.generator.Context;
import dev.ordeal.workloads.generator.Generator;
import dev.ordeal.workloads.generator.GeneratorEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;

/**
 * Reads that end once they have gone on for some time and the last reads of each object say the
 * same to all threads that got an answer.
 */
final class UntilAgreed implements Generator {
  /** What a thread read last of an object. */
  private record Reader(Value key, int thread) {}

  private static final long NOT_BEGUN = -1;

  private final Generator reads;
  private final Duration least;
  private final Map<Reader, Object> last;
  private final long begun;

  /**
   * @param reads what every thread goes on to do
   * @param least how long they go on in any case: who agrees too early may still differ later
   */
  UntilAgreed(Generator reads, Duration least) {
    this(reads, least, Map.of(), NOT_BEGUN);
  }

  private UntilAgreed(Generator reads, Duration least, Map<Reader, Object> last, long begun) {
    this.reads = reads;
    this.least = least;
    this.last = last;
    this.begun = begun;
  }

  @Override
  public Step next(Context context) {
    long since = begun == NOT_BEGUN ? context.time() : begun;
    if (context.time() - since >= least.toNanos() && agrees()) {
      return DONE;
    }
    return switch (reads.next(context)) {
      case Emit emit -> new Emit(emit.op(), new UntilAgreed(emit.next(), least, last, since));
      case Pending pending -> new Pending(new UntilAgreed(pending.next(), least, last, since));
      case Done done -> done;
    };
  }

  @Override
  public Generator update(Context context, GeneratorEvent event) {
    Map<Reader, Object> now = last;
    if (event.isOk()) {
      now = new HashMap<>(last);
      var completion = event.completion().orElseThrow();
      now.put(new Reader(completion.key(), event.thread()), content(completion.value()));
    }
    return new UntilAgreed(reads.update(context, event), least, now, begun);
  }

  /** What a read says; the order of elements says nothing. */
  private static Object content(Value read) {
    return read instanceof Value.Seq elements ? new HashSet<>(elements.items()) : read;
  }

  private boolean agrees() {
    Map<Value, Object> first = new HashMap<>();
    return !last.isEmpty()
        && last.entrySet().stream()
            .allMatch(
                read -> {
                  Object other = first.putIfAbsent(read.getKey().key(), read.getValue());
                  return other == null || other.equals(read.getValue());
                });
  }
}
