package dev.ordeal.targets.link;

import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.toxiproxy.ExternalToxiproxy;
import dev.ordeal.targets.undo.UndoAction;
import dev.ordeal.targets.undo.UndoScope;
import eu.rekawek.toxiproxy.Proxy;
import eu.rekawek.toxiproxy.ToxiproxyClient;
import java.io.IOException;
import java.net.ConnectException;

/** Deletes a proxy of a run, at the proxy server that {@code --toxiproxy} names. */
public final class DeleteProxy implements UndoAction {
  static final String KIND = "delete-proxy";

  @Override
  public String name() {
    return KIND;
  }

  @Override
  public void require(Undo undo, UndoScope scope) {
    if (!undo.argument("name").startsWith("ordeal-" + scope.runId() + "-")) {
      throw scope.refusal(undo, "name", undo.argument("name"));
    }
    String host = undo.argument("host");
    String server = host + ":" + undo.argument("port");
    boolean isOwn = host.equals("127.0.0.1");
    if (isForeign(scope)) {
      ExternalToxiproxy named = ExternalToxiproxy.at(scope.toxiproxy());
      isOwn = server.equals(named.host() + ":" + named.port());
    }
    if (!isOwn) {
      throw scope.refusal(undo, "server", server);
    }
  }

  /** Whether links go through a proxy server that ends with the control process. */
  private static boolean isEmbedded(UndoScope scope) {
    return scope.toxiproxy().isEmpty() || scope.toxiproxy().equals("embedded");
  }

  /** Whether the proxy server is not one that the run started. */
  private static boolean isForeign(UndoScope scope) {
    return scope.toxiproxy().startsWith("http");
  }

  @Override
  public Session open(UndoScope scope) {
    return undo -> delete(undo, scope);
  }

  private static String delete(Undo undo, UndoScope scope) throws IOException {
    if (isEmbedded(scope)) {
      // Its port may be another program's by now.
      return "it ends with the control process";
    }
    String server = undo.argument("host") + ":" + undo.argument("port");
    ToxiproxyClient client =
        new ToxiproxyClient(undo.argument("host"), Integer.parseInt(undo.argument("port")));
    try {
      for (Proxy proxy : client.getProxies()) {
        if (proxy.getName().equals(undo.argument("name"))) {
          proxy.delete();
          return "proxy " + proxy.getName() + " deleted";
        }
      }
      return "no such proxy left";
    } catch (ConnectException refused) {
      if (isForeign(scope)) {
        throw new IOException(
            "no Toxiproxy answers at %s (%s)".formatted(server, refused.getMessage()), refused);
      }
      return "the proxy server at " + server + " is gone with its proxies";
    }
  }
}
