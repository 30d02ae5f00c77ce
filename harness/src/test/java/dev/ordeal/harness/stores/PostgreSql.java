package dev.ordeal.harness.stores;

import dev.ordeal.targets.Address;
import dev.ordeal.targets.Database;
import dev.ordeal.targets.NodeView;
import dev.ordeal.workloads.register.RegisterClient;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * PostgreSQL: on each node a server of its own, which {@code pg_ctl} makes a daemon. As root it is
 * started as another user; each of its processes overwrites its environment with its title, and
 * leads a session.
 */
public final class PostgreSql implements Database {
  static final StoreRelease RELEASE = StoreRelease.of("postgresql");

  private static final String CLIENT = "client";

  @Override
  public String name() {
    return "postgresql-alone";
  }

  @Override
  public String description() {
    return "Debian's PostgreSQL, not replicated";
  }

  @Override
  public List<String> peerPorts() {
    return List.of();
  }

  @Override
  public String clientPort() {
    return CLIENT;
  }

  @Override
  public int defaultNodes() {
    return 3;
  }

  @Override
  public void prepare(NodeView node) throws IOException {
    RELEASE.bring(node);
  }

  @Override
  public List<String> launch(NodeView node) throws IOException {
    Address own = node.own(CLIENT);
    // A namespace takes the segment of shared memory away that a server leaves which is killed.
    StoreRelease.write(
        node,
        """
        export LC_ALL=C
        programs=$(ls -d "$release"/lib/postgresql/*/bin)
        as=
        if [ "$(id -u)" = 0 ]; then
          as="setpriv --reuid=65534 --regid=65534 --clear-groups"
          mkdir -p data
          chown 65534:65534 data
        fi
        if unshare --ipc true 2>/dev/null; then as="unshare --ipc $as"; fi
        if ! [ -e data/PG_VERSION ]; then
          $as "$programs/initdb" -D data -A trust -U postgres -N --no-instructions
          echo 'host all all all trust' >>data/pg_hba.conf
        fi
        rm -f data/postmaster.pid
        exec $as "$programs/pg_ctl" start -w -D data -l data/server.log \\
          -o "-p %d -c listen_addresses=%s -c unix_socket_directories= -c fsync=off"
        """
            .formatted(own.port(), own.host()));
    return List.of("sh", "start.sh");
  }

  @Override
  public boolean isReady(Address client) {
    try (PostgresConnection connection = new PostgresConnection(client)) {
      return connection.query("SELECT 1").rows().equals(List.of("1"));
    } catch (IOException notYet) {
      return false;
    }
  }

  @Override
  public boolean isLeader(Address client) {
    return false;
  }

  @Override
  public Optional<AutoCloseable> client(Class<?> contract, Address client) throws IOException {
    return contract == RegisterClient.class
        ? Optional.of(new PostgresRegisters(new PostgresConnection(client)))
        : Optional.empty();
  }
}
