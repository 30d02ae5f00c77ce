package dev.ordeal.targets.ssh;

import com.jcraft.jsch.AgentIdentityRepository;
import com.jcraft.jsch.AgentProxyException;
import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.ConfigRepository;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.OpenSSHConfig;
import com.jcraft.jsch.SSHAgentConnector;
import com.jcraft.jsch.Session;
import dev.ordeal.targets.SshAddress;
import dev.ordeal.targets.shell.CommandResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A connection to one machine, made when it is needed and made again when it was lost.
 *
 * <p>Host keys are checked. Keys come from the SSH configuration, the agent, or the usual files; a
 * password from the environment variable {@value #PASSWORD}. Commands run side by side, each in a
 * channel of its own. Thread-safe.
 */
final class SshConnection implements AutoCloseable {
  /** The environment variable of the password; it is never recorded. */
  static final String PASSWORD = "ORDEAL_SSH_PASSWORD";

  private static final int CONNECT_MILLIS = 10_000;
  private static final int ALIVE_MILLIS = 5_000;
  private static final int ALIVE_COUNT = 3;
  private static final int TRIES = 3;

  /** A machine that did not answer just now is asked once more for each command, and shortly. */
  private static final int CONNECT_AGAIN_MILLIS = 1_000;

  private static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int HOPS_MAX = 8;
  private static final List<String> USUAL_KEYS = List.of("id_ed25519", "id_ecdsa", "id_rsa");

  private final SshAddress address;
  private final Path config;
  private Session session;

  /** When the machine was given up last; null if it answered since. */
  private volatile Long silentSince;

  /** From here to there, where the machine is behind others. */
  private final List<Session> jumps = new ArrayList<>();

  /**
   * @param config an OpenSSH configuration; {@code ~/.ssh/config} if null
   */
  SshConnection(SshAddress address, Path config) {
    this.address = address;
    this.config = config;
  }

  SshAddress address() {
    return address;
  }

  /** The configuration that was named; null if none was. */
  Path config() {
    return config;
  }

  /** Runs a command that reads nothing and takes a minute at most; else as the other. */
  CommandResult execute(String command) throws IOException {
    return execute(command, PATIENCE);
  }

  /** Runs a command that reads nothing; else as the other. */
  CommandResult execute(String command, Duration patience) throws IOException {
    // Without a stream: JSch starts a thread that writes it, and fails if the command has ended
    // before.
    return finish(open("{ " + command + "\n} </dev/null"), patience);
  }

  /**
   * Runs a command.
   *
   * @param input what it reads from its standard input, which then ends
   * @param patience how long it may take
   * @return with what it wrote to its standard output and, if it failed, to its standard error
   * @throws IOException if no connection can be made, or it was lost while the command ran: whether
   *     it did is unknown then, so it is not repeated
   */
  CommandResult execute(String command, InputStream input, Duration patience) throws IOException {
    ChannelExec channel = open(command);
    channel.setInputStream(input);
    return finish(channel, patience);
  }

  private CommandResult finish(ChannelExec channel, Duration patience) throws IOException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    channel.setOutputStream(output);
    // Apart: sudo says there what it does not like, even where all goes well.
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    channel.setErrStream(errors, true);
    try {
      channel.connect(CONNECT_MILLIS);
    } catch (JSchException failed) {
      channel.disconnect();
      throw new IOException(address + ": cannot run a command: " + failed.getMessage(), failed);
    }
    try {
      long deadline = System.nanoTime() + patience.toNanos();
      while (!channel.isClosed()) {
        if (System.nanoTime() > deadline) {
          throw new IOException(
              "%s: a command does not end in %d s".formatted(address, patience.toSeconds()));
        }
        LockSupport.parkNanos(POLL_NANOS);
      }
    } finally {
      channel.disconnect();
    }
    if (channel.getExitStatus() < 0) {
      throw new IOException(
          address + ": the connection was lost while a command ran; whether it ran is unknown");
    }
    int status = channel.getExitStatus();
    if (status != 0) {
      output.writeBytes(errors.toByteArray());
    }
    return new CommandResult(status, output.toString(StandardCharsets.UTF_8));
  }

  /** Nothing has been asked for yet, so this may be tried again. */
  private ChannelExec open(String command) throws IOException {
    IOException last = null;
    int tries = isSilent() ? 1 : TRIES;
    for (int tried = 0; tried < tries; tried++) {
      if (tried > 0) {
        LockSupport.parkNanos(RETRY_NANOS << tried);
      }
      try {
        Session live = connected();
        ChannelExec channel = (ChannelExec) live.openChannel("exec");
        if (channel != null) {
          channel.setCommand(command);
          silentSince = null;
          return channel;
        }
        // JSch has no channel while it gives a connection up, and calls it connected until it has.
        last = new IOException(address + ": the connection was lost");
        leave(live);
      } catch (JSchException failed) {
        last = refusal(failed);
        if (isFinal(failed)) {
          throw last;
        }
      }
    }
    if (tries == TRIES) {
      silentSince = System.nanoTime();
    }
    throw last;
  }

  /** Whether all patience was spent on this machine a short while ago. */
  private boolean isSilent() {
    Long since = silentSince;
    return since != null && System.nanoTime() - since < SILENT_NANOS;
  }

  private static boolean isFinal(JSchException failed) {
    String message = String.valueOf(failed.getMessage());
    return message.contains("HostKey") || message.contains("Auth");
  }

  private IOException refusal(JSchException failed) {
    String message = String.valueOf(failed.getMessage());
    if (message.contains("HostKey has been changed")) {
      return new IOException(
          address
              + ": its host key is not the one in the known hosts. Somebody may be in between; if"
              + " the machine was installed again, remove the old key with ssh-keygen -R",
          failed);
    }
    if (message.contains("HostKey")) {
      return new IOException(
          address
              + ": its host key is not known. Compare it, then add it: ssh-keyscan HOST >>"
              + " ~/.ssh/known_hosts",
          failed);
    }
    if (message.contains("Auth")) {
      return new IOException(
          ("%s: authentication failed (%s). Keys come from --ssh-config, the agent or ~/.ssh; a"
                  + " password from %s")
              .formatted(address, message, PASSWORD),
          failed);
    }
    return new IOException(address + ": cannot connect: " + message, failed);
  }

  private synchronized Session connected() throws JSchException, IOException {
    if (session == null || !session.isConnected()) {
      close();
      session = connect(address, null, 0);
    }
    return session;
  }

  private synchronized void leave(Session lost) {
    if (session == lost) {
      close();
    }
  }

  /**
   * @param through what leads there; null to find out, which may be by way of other machines
   * @param hops how many machines are behind this one on the way
   */
  private Session connect(SshAddress to, Session through, int hops)
      throws JSchException, IOException {
    JSch jsch = new JSch();
    ConfigRepository.Config settings = settings(jsch, to.host());
    String user = to.user().isEmpty() ? settings.getUser() : to.user();
    String host = settings.getHostname() == null ? to.host() : settings.getHostname();
    int port = to.port() > 0 ? to.port() : settings.getPort() > 0 ? settings.getPort() : 22;
    Session last = through == null ? way(to, settings.getValue("ProxyJump"), hops) : through;
    Session fresh;
    if (last == null) {
      fresh = session(jsch, user, host, port);
    } else {
      fresh = session(jsch, user, "127.0.0.1", last.setPortForwardingL(0, host, port));
      fresh.setHostKeyAlias(to.host());
    }
    fresh.setConfig("StrictHostKeyChecking", "yes");
    fresh.setServerAliveInterval(ALIVE_MILLIS);
    fresh.setServerAliveCountMax(ALIVE_COUNT);
    String password = System.getenv(PASSWORD);
    if (password != null) {
      fresh.setPassword(password.getBytes(StandardCharsets.UTF_8));
    }
    fresh.connect(isSilent() ? CONNECT_AGAIN_MILLIS : CONNECT_MILLIS);
    return fresh;
  }

  /**
   * Connects to the machines in between, as OpenSSH does: the first may be behind others itself.
   *
   * @return the last of them; null if there are none
   */
  private Session way(SshAddress to, String via, int hops) throws JSchException, IOException {
    if (via == null || via.equals("none")) {
      return null;
    }
    if (hops == HOPS_MAX) {
      throw new IOException(
          "%s: ProxyJump leads over more than %d machines, or in a circle (last: %s)"
              .formatted(address, HOPS_MAX, to));
    }
    Session last = null;
    for (String hop : via.split(",")) {
      last = connect(hop(to, hop), last, hops + 1);
      jumps.add(last);
    }
    return last;
  }

  private SshAddress hop(SshAddress to, String hop) throws IOException {
    try {
      return SshAddress.parse(hop.strip());
    } catch (IllegalArgumentException wrong) {
      throw new IOException(
          "%s: ProxyJump of %s: %s".formatted(address, to, wrong.getMessage()), wrong);
    }
  }

  private static Session session(JSch jsch, String user, String host, int port)
      throws JSchException {
    return jsch.getSession(user == null ? System.getProperty("user.name") : user, host, port);
  }

  private ConfigRepository.Config settings(JSch jsch, String host)
      throws JSchException, IOException {
    Path home = Path.of(System.getProperty("user.home"), ".ssh");
    Path file = config == null ? home.resolve("config") : config;
    ConfigRepository.Config settings = ConfigRepository.defaultConfig;
    if (Files.isReadable(file)) {
      settings = OpenSSHConfig.parseFile(file.toString()).getConfig(host);
    } else if (config != null) {
      throw new IOException("--ssh-config " + config + " cannot be read");
    }
    String known = settings.getValue("UserKnownHostsFile");
    Path knownHosts = known == null ? home.resolve("known_hosts") : Path.of(expanded(known));
    if (Files.isReadable(knownHosts)) {
      jsch.setKnownHosts(knownHosts.toString());
    }
    String[] named = settings.getValues("IdentityFile");
    if (named != null && named.length > 0) {
      for (String key : named) {
        jsch.addIdentity(expanded(key));
      }
    } else if (!useAgent(jsch)) {
      for (String name : USUAL_KEYS) {
        if (Files.isReadable(home.resolve(name))) {
          jsch.addIdentity(home.resolve(name).toString());
        }
      }
    }
    return settings;
  }

  private static boolean useAgent(JSch jsch) {
    if (System.getenv("SSH_AUTH_SOCK") == null) {
      return false;
    }
    try {
      AgentIdentityRepository agent = new AgentIdentityRepository(new SSHAgentConnector());
      if (agent.getIdentities().isEmpty()) {
        return false;
      }
      jsch.setIdentityRepository(agent);
      return true;
    } catch (AgentProxyException unreachable) {
      return false;
    }
  }

  private static String expanded(String path) {
    return path.startsWith("~/") ? System.getProperty("user.home") + path.substring(1) : path;
  }

  @Override
  public synchronized void close() {
    if (session != null) {
      session.disconnect();
      session = null;
    }
    jumps.reversed().forEach(Session::disconnect);
    jumps.clear();
  }
}
