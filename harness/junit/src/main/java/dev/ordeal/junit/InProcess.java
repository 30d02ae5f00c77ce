package dev.ordeal.junit;

import dev.ordeal.targets.Address;
import dev.ordeal.targets.Database;
import dev.ordeal.targets.NodeView;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/** An object of this program as a database of one node that runs already. */
final class InProcess<C extends AutoCloseable> implements Database {
  private final Class<C> contract;
  private final Callable<? extends C> client;

  InProcess(Class<C> contract, Callable<? extends C> client) {
    this.contract = Objects.requireNonNull(contract, "contract");
    this.client = Objects.requireNonNull(client, "client");
  }

  @Override
  public String name() {
    return "in-process";
  }

  @Override
  public String description() {
    return "an object of this program";
  }

  @Override
  public List<Address> running() {
    return List.of(new Address("", 0));
  }

  @Override
  public List<String> peerPorts() {
    return List.of();
  }

  @Override
  public String clientPort() {
    return "none";
  }

  @Override
  public int defaultNodes() {
    return 1;
  }

  @Override
  public List<String> launch(NodeView node) {
    throw new IllegalStateException("an object of this program is not started");
  }

  @Override
  public boolean isReady(Address address) {
    return true;
  }

  @Override
  public boolean isLeader(Address address) {
    return false;
  }

  @Override
  public Set<Class<?>> contracts() {
    return Set.of(contract);
  }

  @Override
  public Optional<AutoCloseable> client(Class<?> asked, Address address) throws Exception {
    return asked == contract ? Optional.of(client.call()) : Optional.empty();
  }
}
