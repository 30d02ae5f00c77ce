package dev.ordeal.targets;

import java.nio.file.Path;
import java.util.List;

/**
 * What an environment has to be told.
 *
 * @param ssh the machines of {@code ssh}
 * @param sshConfig an OpenSSH configuration; {@code ~/.ssh/config} if null
 * @param provision whether what machines of {@code ssh} lack is installed there
 * @param image the image of {@code docker}; null for the usual one
 */
public record EnvironmentSettings(
    List<SshAddress> ssh, Path sshConfig, boolean provision, String image) {
  /** For environments that need none. */
  public static final EnvironmentSettings NONE =
      new EnvironmentSettings(List.of(), null, false, null);
}
