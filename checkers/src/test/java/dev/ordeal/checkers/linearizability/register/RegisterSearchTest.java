package dev.ordeal.checkers.linearizability.register;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.linearizability.finding.Finding;
import dev.ordeal.checkers.made.MadeObject;
import dev.ordeal.checkers.model.RegisterModel;
import dev.ordeal.checkers.replay.Replay;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What crashed calls allow, where there are many or where their kinds compete. */
class RegisterSearchTest {
  /** Far less than all vectors of counts need: this is about numbers, not about time. */
  private static final Budget SMALL = new Budget(Long.MAX_VALUE / 2 + System.nanoTime(), 3_000);

  private final List<Event> events = new ArrayList<>();
  private int process;

  @ParameterizedTest
  @CsvSource({
    "5, false, 1",
    "5, false, 2",
    "5, true, 1",
    "5, true, 2",
    "20, false, 1",
    "20, false, 2",
    "20, true, 1",
    "20, true, 2"
  })
  void tenThousandCallsWithTwoPerCentUnknown(int clients, boolean stale, int seed) {
    longHistory(clients, stale ? 9_000 : Integer.MAX_VALUE, seed);
    Finding found = search(SMALL);
    if (!stale) {
      isReplayed(found);
      return;
    }
    Operation failing = ((Finding.NotLinearizable) found).failing();
    assertThat(failing.function()).isEqualTo("read");
    assertThat(failing.completion().orElseThrow().value()).isEqualTo(Value.of(7));
  }

  /** Two pairs of values that crashed compare-and-sets connect, by ways that share nothing. */
  @Test
  void crashedSwapsThatConnectTwoPairs() {
    swaps("1>2 2>9 3>2 2>4 2>5 5>6 7>8");
    write(1);
    read(9);
    write(3);
    read(4);
    isReplayed(search(SMALL));
  }

  /** The same, but both pairs need the one from 2 to 5; by number alone there would be enough. */
  @Test
  void crashedSwapsOfWhichOneIsNeededTwice() {
    swaps("1>2 2>5 5>9 3>2 5>4 9>4 4>9 2>1 5>2");
    write(1);
    read(9);
    write(3);
    read(4);
    Finding.NotLinearizable found = (Finding.NotLinearizable) search(SMALL);
    assertThat(found.failing().completion().orElseThrow().value()).isEqualTo(Value.of(4));
  }

  /** As many crashed writes as are needed, and one too few. */
  @Test
  void crashedWritesAreUsedOnceEach() {
    crash("write", Value.of(1));
    crash("write", Value.of(1));
    crash("write", Value.of(2));
    for (int value : new int[] {1, 2, 1}) {
      write(0);
      read(value);
    }
    isReplayed(search(SMALL));
    write(0);
    read(2);
    assertThat(search(SMALL)).isInstanceOf(Finding.NotLinearizable.class);
  }

  private Finding search(Budget budget) {
    return RegisterSearch.search(Value.NIL, History.of(events).operations(), budget);
  }

  private void isReplayed(Finding found) {
    assertThat(found).isInstanceOf(Finding.Linearizable.class);
    List<Operation> all = History.of(events).operations();
    int[] order = ((Finding.Linearizable) found).order().get();
    assertThat(
            Replay.problem(
                RegisterModel.EMPTY, all, Arrays.stream(order).mapToObj(all::get).toList()))
        .isEmpty();
  }

  private void swaps(String arcs) {
    for (String arc : arcs.split(" ")) {
      crash("cas", Value.seq(Value.of(arc.charAt(0) - '0'), Value.of(arc.charAt(2) - '0')));
    }
  }

  private void write(int value) {
    invoke(0, "write", Value.of(value));
    end(0, Event.Type.OK, "write", Value.of(value));
  }

  private void read(int value) {
    invoke(0, "read", Value.NIL);
    end(0, Event.Type.OK, "read", Value.of(value));
  }

  private void crash(String function, Value argument) {
    int client = ++process;
    invoke(client, function, argument);
    end(client, Event.Type.INFO, function, argument);
  }

  private void invoke(int client, String function, Value argument) {
    int at = events.size();
    events.add(Event.invoke(at, at, client, function, Value.NIL, argument));
  }

  private void end(int client, Event.Type type, String function, Value value) {
    int at = events.size();
    events.add(new Event(at, at, client, type, function, Value.NIL, value, ""));
  }

  /**
   * Five values; of the calls that crash half take effect. One call, if asked for, writes 7, and
   * 200 calls later a read says that it is still there.
   */
  private void longHistory(int clients, int sevenAt, int seed) {
    SplittableRandom random = new SplittableRandom(100L * seed + clients);
    MadeObject register = MadeObject.of("cas-register:5");
    int[] number = new int[clients];
    Arrays.setAll(number, client -> client);
    process = clients;
    String[] function = new String[clients];
    String[] argument = new String[clients];
    String[] answer = new String[clients];
    boolean stale = false;
    for (int made = 0; made < 10_000; ) {
      int client = random.nextInt(clients);
      if (function[client] == null) {
        register.call(client, random);
        boolean seven = made++ == sevenAt;
        function[client] = seven ? "write" : register.function();
        argument[client] = seven ? "7" : register.argument();
        invoke(number[client], function[client], value(argument[client]));
      } else if (answer[client] == null) {
        boolean crashes = random.nextInt(50) == 0 && !argument[client].equals("7");
        if (!crashes || random.nextBoolean()) {
          answer[client] = register.effect(client, function[client], argument[client]);
        }
        if (crashes) {
          end(number[client], Event.Type.INFO, function[client], value(argument[client]));
          number[client] = process++;
          function[client] = null;
          answer[client] = null;
        }
      } else {
        if (made > sevenAt + 200L && !stale && function[client].equals("read")) {
          stale = true;
          answer[client] = "7";
        }
        boolean failed = answer[client].equals("fail");
        end(
            number[client],
            failed ? Event.Type.FAIL : Event.Type.OK,
            function[client],
            value(failed ? argument[client] : answer[client]));
        function[client] = null;
        answer[client] = null;
      }
    }
  }

  private static Value value(String text) {
    if (text.equals("null")) {
      return Value.NIL;
    }
    return text.startsWith("[")
        ? Value.seq(value(text.substring(1, 2)), value(text.substring(3, 4)))
        : Value.of(Long.parseLong(text));
  }
}
