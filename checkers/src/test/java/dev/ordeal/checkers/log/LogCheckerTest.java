package dev.ordeal.checkers.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.Judge;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogCheckerTest {
  /**
   * A history, one call a word: {@code s5@0} sent 5, which got offset 0; {@code s5!} failed, {@code
   * s5?} is unknown; {@code p0:0=5,1=6} polled from 0 and got 5 at 0 and 6 at 1, {@code p2:} from 2
   * and got nothing; {@code b5 … e5@0} is a send that takes some time.
   */
  private static History history(String words) {
    List<Event> events = new ArrayList<>();
    for (String word : words.split(" ")) {
      if (word.startsWith("b") || word.startsWith("e")) {
        addHalf(events, word);
        continue;
      }
      boolean isSend = word.startsWith("s");
      String function = isSend ? "send" : "poll";
      String[] parts = word.substring(1).split("[@:!?]", 2);
      Value number = Value.of(Long.parseLong(parts[0]));
      add(events, Event.Type.INVOKE, function, isSend ? number : Value.NIL);
      if (word.endsWith("!")) {
        add(events, Event.Type.FAIL, function, number);
      } else if (word.endsWith("?")) {
        add(events, Event.Type.INFO, function, number);
      } else if (isSend) {
        add(events, Event.Type.OK, function, Value.of(Long.parseLong(parts[1])));
      } else {
        Value messages =
            new Value.Seq(
                Stream.of(parts[1].split(","))
                    .filter(message -> !message.isEmpty())
                    .map(LogCheckerTest::pair)
                    .toList());
        add(
            events,
            Event.Type.OK,
            function,
            new Value.Dict(Map.of("from", number, "messages", messages)));
      }
    }
    return History.of(events);
  }

  private static Value pair(String text) {
    String[] both = text.split("=");
    return Value.seq(Value.of(Long.parseLong(both[0])), Value.of(Long.parseLong(both[1])));
  }

  private static void add(List<Event> events, Event.Type type, String function, Value value) {
    int now = events.size();
    // Each call is of a process of its own: one of unknown outcome is the last of its process.
    int process = type == Event.Type.INVOKE ? now : now - 1;
    events.add(new Event(now, now, process, type, function, Value.of(1), value, ""));
  }

  /** The begin or the end of a send, by a process of its own. */
  private static void addHalf(List<Event> events, String word) {
    String[] parts = word.substring(1).split("@");
    Value message = Value.of(Long.parseLong(parts[0]));
    boolean isEnd = word.startsWith("e");
    events.add(
        new Event(
            events.size(),
            events.size(),
            1_000 + (int) message.asLong(),
            isEnd ? Event.Type.OK : Event.Type.INVOKE,
            "send",
            Value.of(1),
            isEnd ? Value.of(Long.parseLong(parts[1])) : message,
            ""));
  }

  private static CheckResult check(String words) {
    return Judge.judge(history(words), List.of(new LogChecker()), Budget.of(Duration.ofSeconds(5)))
        .results()
        .getFirst();
  }

  @ParameterizedTest
  @CsvSource({
    "'s5@0 s6@1 p0:0=5,1=6'",
    // Offsets may be sparse, and a log may begin anywhere.
    "'s5@10 s6@20 p0:10=5,20=6'",
    // A poll may return as few as it likes.
    "'s5@0 s6@1 s7@2 p0:0=5 p1:1=6,2=7'",
    // Unknown sends may be there or not, and failed ones are not.
    "'s5@0 s6? s7? s8! s9@3 p0:0=5,2=7,3=9'",
    // What failed may be tried again.
    "'s5@0 s6! s6! s6@1 p0:0=5,1=6'",
    "'s5@0 s6@1 s6! p0:0=5,1=6'",
    // A consumer may be given an offset from which it goes on, after others.
    "'s5@0 s6@1 p0:0=5 p1:1=6 p1:1=6'",
    // The send may be answered after its message was polled.
    "'b5 p0:0=5 e5@0'"
  })
  void acceptsRightHistories(String words) {
    CheckResult right = check(words);
    assertThat(right.verdict()).as(right.reason()).isEqualTo(Verdict.VALID);
    assertThat(right.warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "lost-write, 's5@0 s6@1 s7@2 p0:0=5,2=7'",
    "lost-write, 's5@0 s6@1 p0:1=6'",
    // What failed was there before it was tried again.
    "aborted-read, 's5@0 s6! p0:0=5,1=6 s6@1'",
    "future-read, 's5@0 p0:0=5,1=6 s6! s6@1'",
    // Between what a consumer had got and where it went on.
    "lost-write, 's5@0 s6@1 s7@2 p0:0=5 p1:2=7'",
    // A later poll went past it, though an earlier one may have come too early for it.
    "lost-write, 's5@0 p0:0=5 s6@1 p1: s7@2 p1:2=7'",
    "duplicate-offset, 's5@0 s6@0 p0:0=5'",
    "duplicate-offset, 's5@0 s6? p0:0=5 p0:0=6'",
    "duplicate-value, 's5@0 p0:0=5,1=5'",
    "duplicate-value, 's5@0 p0:1=5'",
    "garbage-read, 's5@0 p0:0=5,1=6'",
    // Polled before anybody sent it.
    "future-read, 'p0:0=5 s5@0'",
    "future-read, 's5@0 p0:0=5,1=6 s6?'",
    "aborted-read, 's5! p0:0=5'",
    "internal-nonmonotonic, 's5@0 s6@1 p0:1=6,0=5 p0:0=5,1=6'",
    "internal-nonmonotonic, 's5@0 p0:0=5,0=5'",
    "external-nonmonotonic, 's5@0 s6@1 p0:0=5,1=6 p1:0=5,1=6'",
    "internal-skip, 's5@0 s6@1 s7@2 p0:0=5,2=7 p0:0=5,1=6,2=7'",
    "external-skip, 's5@0 s6@1 p0:1=6 p0:0=5,1=6'"
  })
  void rejectsWrongHistories(String anomaly, String words) {
    CheckResult wrong = check(words);
    assertThat(wrong.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(wrong.anomalies()).extracting(Anomaly::name).contains(anomaly);
    assertThat(wrong.anomalies()).allMatch(a -> a.witness().size() <= 2);
  }

  /** A right log, sparse, with sends of every outcome, and consumers that poll as they like. */
  private static List<String> rightHistory(SplittableRandom random) {
    List<String> words = new ArrayList<>();
    List<String> log = new ArrayList<>();
    List<Long> offsets = new ArrayList<>();
    long offset = 0;
    for (int value = 0; value < 12; value++) {
      offset += 1 + random.nextInt(2);
      switch (random.nextInt(6)) {
        case 0 -> words.add("s" + value + "!");
        case 1 -> words.add("s" + value + "?");
        default -> words.add("s" + value + "@" + offset);
      }
      if (!words.getLast().endsWith("!")
          && (words.getLast().contains("@") || random.nextBoolean())) {
        log.add(offset + "=" + value);
        offsets.add(offset);
      }
      if (log.size() > 1 && random.nextInt(3) == 0) {
        int from = random.nextInt(log.size());
        int to = from + 1 + random.nextInt(log.size() - from);
        long asked = from == 0 ? 0 : offsets.get(from - 1) + 1;
        words.add("p" + asked + ":" + String.join(",", log.subList(from, to)));
      }
    }
    if (log.isEmpty()) {
      return rightHistory(random);
    }
    words.add("p0:" + String.join(",", log));
    return words;
  }

  /** The last poll, which showed all, with one thing wrong. */
  private static String broken(String poll, int bug) {
    List<String> all = new ArrayList<>(List.of(poll.substring(3).split(",")));
    int middle = all.size() / 2;
    switch (bug) {
      case 0 -> all.remove(middle - 1);
      case 1 -> Collections.swap(all, middle, middle - 1);
      case 2 -> all.set(middle, all.get(middle).split("=")[0] + "=99");
      case 3 -> all.add(all.getLast());
      default -> all.add("1000=" + all.getFirst().split("=")[1]);
    }
    return "p0:" + String.join(",", all);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void findsBugsPlantedInRightHistories(int bug) {
    for (int seed = 0; seed < 200; seed++) {
      List<String> words = rightHistory(new SplittableRandom(seed));
      CheckResult right = check(String.join(" ", words));
      assertThat(right.verdict()).as(words + ": " + right.reason()).isEqualTo(Verdict.VALID);
      if (words.getLast().split(",").length < 3) {
        continue;
      }
      // A poll that showed all stays, so that each offset is known.
      words.add(broken(words.getLast(), bug));
      Verdict wrong = check(String.join(" ", words)).verdict();
      assertThat(wrong).as(words.toString()).isEqualTo(Verdict.INVALID);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s5@0 s6@1 p0:0=5",
        // No poll asked for offset 0: that nobody got it does not show that it is lost.
        "s5@0 s6@1 p1:1=6",
        // A consumer that was assigned another offset in between did not ask for offset 1.
        "s5@0 s6@1 s7@2 p0:0=5 p2:2=7",
        // The poll that returned nothing began before the message was acknowledged.
        "s5@0 p0:0=5 p1: s6@1",
        // A later poll that could have returned it returned others: it may go on with it.
        "s5@0 s6@1 p1: p0:0=5"
      })
  void warnsOfMessagesThatNoPollReturned(String words) {
    CheckResult unseen = check(words);
    assertThat(unseen.verdict()).as(unseen.reason()).isEqualTo(Verdict.VALID);
    assertThat(unseen.warnings()).containsExactly("no poll returned 1 acknowledged message");
    assertThat(unseen.facts()).containsEntry("unseen", 1L).containsEntry("polled", 1L);
  }

  @ParameterizedTest
  @CsvSource({
    "'s5@0 p0!', no poll returned a message",
    "'s5@0 p0:', 'message 5 has offset 0 of log 1 (#0), but the last poll from there or before'",
    // It was there, and is not any more.
    "'s5@0 p0:0=5 p0:', 'message 5 has offset 0 of log 1 (#0), but the last poll'",
    "'s5@0 s6@1 p0:0=5 p1:', 'poll from there or before, #6 from 1 on, returned nothing'",
    "'s5@0 s5@1 p0:0=5', messages have to be unique"
  })
  void doesNotKnow(String words, String reason) {
    CheckResult unknown = check(words);
    assertThat(unknown.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(unknown.reason()).contains(reason);
  }
}
