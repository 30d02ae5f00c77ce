package dev.ordeal.workloads;

import dev.ordeal.results.history.Value;
import dev.ordeal.workloads.generator.Context;
import dev.ordeal.workloads.generator.Generator;
import dev.ordeal.workloads.generator.GeneratorEvent;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;

/**
 * Reads that end once the last reads of each object have said the same to all threads for some
 * time. Who has had no answer yet is waited for: it may say something else.
 */
final class UntilAgreed implements Generator {
  /** What a thread read last of an object. */
  private record Reader(Value key, int thread) {}

  private static final long NOT_BEGUN = -1;

  private final Generator reads;
  private final Duration least;
  private final Map<Reader, Object> last;

  /** When a thread last read something else than before, or began to read. */
  private final long changed;

  /**
   * @param reads what every thread goes on to do
   * @param least how long they go on while nothing changes: who agrees may still differ later
   */
  UntilAgreed(Generator reads, Duration least) {
    this(reads, least, Map.of(), NOT_BEGUN);
  }

  private UntilAgreed(Generator reads, Duration least, Map<Reader, Object> last, long changed) {
    this.reads = reads;
    this.least = least;
    this.last = last;
    this.changed = changed;
  }

  @Override
  public Step next(Context context) {
    long since = changed == NOT_BEGUN ? context.time() : changed;
    if (context.time() - since >= least.toNanos() && agree(context)) {
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
    Generator next = reads.update(context, event);
    if (!event.isOk()) {
      return new UntilAgreed(next, least, last, changed);
    }
    var completion = event.completion().orElseThrow();
    Reader reader = new Reader(completion.key(), event.thread());
    Object content = content(completion.value());
    if (content.equals(last.get(reader))) {
      return new UntilAgreed(next, least, last, changed);
    }
    Map<Reader, Object> now = new HashMap<>(last);
    now.put(reader, content);
    return new UntilAgreed(next, least, now, context.time());
  }

  /** What a read says; the order of elements says nothing. */
  private static Object content(Value read) {
    return read instanceof Value.Seq elements ? new HashSet<>(elements.items()) : read;
  }

  private boolean agree(Context context) {
    Map<Value, Object> first = new HashMap<>();
    Map<Value, Integer> readers = new HashMap<>();
    for (Map.Entry<Reader, Object> read : last.entrySet()) {
      Value key = read.getKey().key();
      Object other = first.putIfAbsent(key, read.getValue());
      if (other != null && !other.equals(read.getValue())) {
        return false;
      }
      readers.merge(key, 1, Integer::sum);
    }
    long clients =
        Arrays.stream(context.threads()).filter(thread -> thread != Context.NEMESIS).count();
    return !readers.isEmpty() && readers.values().stream().allMatch(count -> count == clients);
  }
}
