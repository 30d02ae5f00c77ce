package dev.ordeal.targets.yaml;

import dev.ordeal.targets.Address;
import dev.ordeal.targets.yaml.document.Node;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Map;

/** Whether the client port accepts connections. */
record TcpCheck() implements Check {
  private static final int PATIENCE_MILLIS = 1000;

  static TcpCheck of(Node value) {
    if (value instanceof Node.Scalar scalar && scalar.text().equals("client")) {
      return new TcpCheck();
    }
    throw value.where().problem("'client' expected: the port for clients");
  }

  @Override
  public String problem(Address client, Started started, Map<String, String> values) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(client.host(), client.port()), PATIENCE_MILLIS);
      return "";
    } catch (IOException refused) {
      return "tcp %s: %s".formatted(client, refused.getMessage());
    }
  }
}
