package dev.ordeal.checkers.linearizability;

import dev.ordeal.checkers.linearizability.counter.CounterMonitor;
import dev.ordeal.checkers.linearizability.counter.LockMonitor;
import dev.ordeal.checkers.linearizability.counter.SemaphoreMonitor;
import dev.ordeal.checkers.linearizability.finding.Monitor;
import dev.ordeal.checkers.linearizability.queue.QueueMonitor;
import dev.ordeal.checkers.linearizability.queue.UniquePriorityQueue;
import dev.ordeal.checkers.linearizability.queue.UniqueStack;
import dev.ordeal.checkers.linearizability.register.UniqueRegister;
import dev.ordeal.checkers.linearizability.sequence.GrowingNumbers;
import dev.ordeal.checkers.linearizability.sequence.UniqueAppends;
import dev.ordeal.checkers.linearizability.sequence.UniqueIds;
import dev.ordeal.checkers.linearizability.set.UniqueSets;
import dev.ordeal.checkers.model.AppendListModel;
import dev.ordeal.checkers.model.CounterModel;
import dev.ordeal.checkers.model.FetchAddModel;
import dev.ordeal.checkers.model.FifoQueueModel;
import dev.ordeal.checkers.model.Model;
import dev.ordeal.checkers.model.MutexModel;
import dev.ordeal.checkers.model.OwnedMutexModel;
import dev.ordeal.checkers.model.PriorityQueueModel;
import dev.ordeal.checkers.model.RegisterModel;
import dev.ordeal.checkers.model.SemaphoreModel;
import dev.ordeal.checkers.model.SetModel;
import dev.ordeal.checkers.model.StackModel;
import dev.ordeal.checkers.model.TimestampModel;
import dev.ordeal.checkers.model.UniqueIdsModel;
import dev.ordeal.checkers.model.UnorderedQueueModel;
import java.util.Optional;

/** Which models have a monitor. */
final class Monitors {
  private Monitors() {}

  static Optional<Monitor> of(Model<?> model) {
    return Optional.ofNullable(
        switch (model) {
          case RegisterModel register ->
              (columns, part, budget) -> UniqueRegister.decide(register.start(), columns, part);
          case MutexModel mutex ->
              (columns, part, budget) -> SemaphoreMonitor.decide(columns, part, 1);
          case SemaphoreModel semaphore ->
              (columns, part, budget) ->
                  SemaphoreMonitor.decide(columns, part, semaphore.permits());
          case OwnedMutexModel lock ->
              (columns, part, budget) -> LockMonitor.decide(columns, part, lock.kind());
          case FifoQueueModel queue ->
              (columns, part, budget) -> QueueMonitor.decide(columns, part, true);
          case UnorderedQueueModel bag ->
              (columns, part, budget) -> QueueMonitor.decide(columns, part, false);
          case StackModel stack -> (columns, part, budget) -> UniqueStack.decide(columns, part);
          case PriorityQueueModel queue ->
              (columns, part, budget) -> UniquePriorityQueue.decide(columns, part);
          case SetModel set -> UniqueSets::decide;
          case CounterModel counter ->
              (columns, part, budget) -> CounterMonitor.decide(columns, part);
          case FetchAddModel counter ->
              (columns, part, budget) -> GrowingNumbers.fetchAdd(columns, part);
          case TimestampModel source ->
              (columns, part, budget) -> GrowingNumbers.timestamps(columns, part);
          case UniqueIdsModel source -> (columns, part, budget) -> UniqueIds.decide(columns, part);
          case AppendListModel list ->
              (columns, part, budget) -> UniqueAppends.decide(columns, part);
          default -> null;
        });
  }
}
