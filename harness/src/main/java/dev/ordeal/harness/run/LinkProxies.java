package dev.ordeal.harness.run;

import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.results.run.RunFolder;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.ToxiproxyServer;
import dev.ordeal.targets.docker.ContainerToxiproxy;
import dev.ordeal.targets.toxiproxy.BinaryToxiproxy;
import dev.ordeal.targets.toxiproxy.EmbeddedToxiproxy;
import dev.ordeal.targets.toxiproxy.ExternalToxiproxy;
import java.io.IOException;

/** The Toxiproxy server that {@code --toxiproxy} names. */
final class LinkProxies {
  private LinkProxies() {}

  /**
   * Starts it, or connects to it.
   *
   * @throws TargetException if it cannot be started or reached
   */
  static ToxiproxyServer start(
      RunOptions options, RunFolder folder, FaultJournal journal, String id)
      throws IOException, TargetException {
    String choice = options.toxiproxy();
    if (choice.equals("embedded")) {
      return new EmbeddedToxiproxy(options.seed());
    }
    if (choice.equals("binary") || choice.startsWith("binary:")) {
      String path = choice.equals("binary") ? "toxiproxy-server" : choice.substring(7);
      return BinaryToxiproxy.start(path, id, journal, folder.path().resolve("toxiproxy.log"));
    }
    if (choice.equals("container") || choice.startsWith("container:")) {
      String image = choice.equals("container") ? ContainerToxiproxy.IMAGE : choice.substring(10);
      return ContainerToxiproxy.start(image, id, journal);
    }
    return ExternalToxiproxy.at(choice).reachable();
  }
}
