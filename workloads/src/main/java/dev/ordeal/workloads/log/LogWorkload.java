package dev.ordeal.workloads.log;

import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.activity.AvailabilityChecker;
import dev.ordeal.checkers.activity.StatisticsChecker;
import dev.ordeal.checkers.log.LogChecker;
import dev.ordeal.results.history.Value;
import dev.ordeal.workloads.FinalReads;
import dev.ordeal.workloads.Groups;
import dev.ordeal.workloads.Workload;
import dev.ordeal.workloads.client.Client;
import dev.ordeal.workloads.generator.Generator;
import dev.ordeal.workloads.generator.Generators;
import dev.ordeal.workloads.generator.Seed;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Messages are sent to logs, which consumers poll: does each see all of them, in order? Consumers
 * commit how far they are, and sometimes go on where another one committed last.
 */
public final class LogWorkload implements Workload<LogClient> {
  private static final int OPERATIONS_PER_LOG = 1000;

  /** Of a hundred calls. */
  private static final int SENDS = 45;

  private static final int POLLS = 40;
  private static final int COMMITS = 10;

  @Override
  public String name() {
    return "log";
  }

  @Override
  public List<String> aliases() {
    return List.of("kafka");
  }

  @Override
  public String description() {
    return "send to and poll logs: does every consumer see all messages in order?";
  }

  @Override
  public Class<LogClient> contract() {
    return LogClient.class;
  }

  @Override
  public Generator generator(Plan plan) {
    return Groups.of(plan, name(), OPERATIONS_PER_LOG, LogWorkload::calls);
  }

  private static Generator calls(Seed seed, long log, int groupSize) {
    return Generators.calls(seed, (at, number) -> call(at.below(100), log, number));
  }

  private static LogCall call(long drawn, long log, long number) {
    if (drawn < SENDS) {
      return new LogCall.Send(log, number);
    }
    if (drawn < SENDS + POLLS) {
      return new LogCall.Poll(log, false);
    }
    return drawn < SENDS + POLLS + COMMITS ? new LogCall.Commit(log) : new LogCall.Assign(log);
  }

  @Override
  public Generator finalReads(List<Value> keys, Duration time) {
    SequencedMap<LogCall, LogCall> polls = new LinkedHashMap<>();
    for (Value key : keys) {
      polls.put(new LogCall.Poll(key.asLong(), true), new LogCall.Poll(key.asLong(), false));
    }
    return FinalReads.untilEmpty(polls, LogConsumer::isEmpty, time);
  }

  @Override
  public Client client(LogClient client) {
    return new LogConsumer(client);
  }

  @Override
  public List<Checker> checkers() {
    return List.of(new LogChecker(), new StatisticsChecker(), new AvailabilityChecker());
  }
}
