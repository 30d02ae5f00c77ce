package dev.ordeal.targets.ssh;

import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.Program;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.host.Host;
import dev.ordeal.targets.host.HostUndo;
import dev.ordeal.targets.host.Hosts;
import dev.ordeal.targets.shell.Checksum;
import dev.ordeal.targets.shell.CommandResult;
import dev.ordeal.targets.shell.Shell;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A machine reached by SSH. Commands are run as root, through {@code sudo} if need be. */
final class SshHost implements Host {
  /** What stays on a machine from run to run. */
  static final Path LIBRARY = Path.of("/var/tmp/ordeal/lib");

  private static final int JAVA_MIN = 21;
  private static final Duration UPLOAD_PATIENCE = Duration.ofMinutes(10);
  private static final List<Program> NEEDED =
      List.of(
          new Program("iptables", "iptables"),
          new Program("setsid", "util-linux"),
          new Program("grep", "grep"));

  private final String name;
  private final SshConnection connection;
  private final Path folder;

  private final Optional<Provisioning> provisioning;

  private String ownAddress;
  private String controlAddress;
  private String java;
  private String classPath;

  /**
   * @param provisioning empty if what is missing there is not to be installed
   */
  SshHost(String name, SshConnection connection, Path folder, Optional<Provisioning> provisioning) {
    this.name = name;
    this.connection = connection;
    this.folder = folder;
    this.provisioning = provisioning;
  }

  SshConnection connection() {
    return connection;
  }

  /** Looks whether the machine may be used and has what is needed, and brings the program there. */
  void prepare(Map<String, byte[]> program) throws IOException, TargetException {
    requireRights(connection);
    requireMarker();
    // Client's address and port, server's address and port; sudo would not pass it on.
    String[] ends = connection.execute("echo $SSH_CONNECTION").output().strip().split(" ");
    if (ends.length != 4) {
      throw new TargetException(connection.address() + " does not say from where we came");
    }
    controlAddress = ends[0];
    ownAddress = ends[2];
    if (provisioning.isPresent()) {
      provisioning.get().installExtras(this);
    }
    provide(NEEDED);
    java = findJava();
    classPath = bring(program);
  }

  @Override
  public void provide(List<Program> programs) throws IOException, TargetException {
    List<Program> missing = missing(programs);
    if (missing.isEmpty()) {
      return;
    }
    for (Program program : missing) {
      if (!program.hasPackage()) {
        throw new TargetException(
            "%s lacks %s: %s".formatted(connection.address(), program.command(), program.remedy()));
      }
    }
    if (provisioning.isEmpty()) {
      throw new TargetException(
          "%s lacks %s (Debian: %s): install it there, or let --provision do it"
              .formatted(
                  connection.address(),
                  String.join(", ", missing.stream().map(Program::command).toList()),
                  String.join(" ", missing.stream().map(Program::debianPackage).toList())));
    }
    provisioning.get().install(this, missing);
  }

  static void requireRights(SshConnection connection) throws IOException, TargetException {
    CommandResult answer = connection.execute("id -u; sudo -n true");
    boolean isRoot = answer.output().startsWith("0");
    if (!isRoot && !answer.isGood()) {
      throw new TargetException(
          "%s: we are not root there, and sudo wants a password (%s). Log in as root, or allow"
                  .formatted(
                      connection.address(),
                      answer.output().strip().lines().skip(1).reduce((a, b) -> b).orElse(""))
              + " sudo without one");
    }
  }

  private void requireMarker() throws IOException, TargetException {
    if (!execute("grep -qxF \"$(hostname)\" " + Hosts.MARKER).isGood()) {
      throw new TargetException(
          ("%s is not marked as disposable: its host name is not in its file %s. Faults would break"
                  + " it. If that is what you want: ordeal mark %s")
              .formatted(connection.address(), Hosts.MARKER, connection.address()));
    }
  }

  private String findJava() throws IOException, TargetException {
    String script =
        "for j in \"$ORDEAL_JAVA_HOME/bin/java\" \"$(command -v java)\" /usr/lib/jvm/*/bin/java; do"
            + " [ -x \"$j\" ] || continue;"
            + " v=$(\"$j\" -XshowSettings:properties -version 2>&1"
            + " | sed -n 's/.*java.specification.version = //p');"
            + " [ \"${v%%.*}\" -ge "
            + JAVA_MIN
            + " ] 2>/dev/null && echo \"$j\" && exit 0; done; exit 1";
    CommandResult answer = execute(script);
    if (answer.isGood()) {
      return answer.output().strip();
    }
    if (provisioning.isEmpty()) {
      throw new TargetException(
          "%s has no Java from %d up: install a JDK there, or let --provision bring this one"
              .formatted(connection.address(), JAVA_MIN));
    }
    return provisioning.get().bringJava(this);
  }

  private String bring(Map<String, byte[]> program) throws IOException {
    List<String> there =
        require("mkdir -p %s && ls %s".formatted(LIBRARY, LIBRARY)).lines().toList();
    for (Map.Entry<String, byte[]> file : program.entrySet()) {
      if (!there.contains(file.getKey() + ".jar")) {
        upload(LIBRARY.resolve(file.getKey() + ".jar"), file.getValue());
      }
    }
    return program.keySet().stream()
        .map(checksum -> LIBRARY.resolve(checksum + ".jar").toString())
        .collect(Collectors.joining(":"));
  }

  private void upload(Path file, byte[] bytes) throws IOException {
    upload(file, new ByteArrayInputStream(bytes), Checksum.of(bytes));
  }

  /** Copies bytes there, unless they are there; the file has its name only if it is whole. */
  private void upload(Path file, InputStream bytes, String checksum) throws IOException {
    String path = Shell.quoted(file.toString());
    String part = "%s.$$".formatted(path);
    String script =
        """
        if echo %s %s | sha256sum -c --status 2>/dev/null; then
          cat > /dev/null
        else
          mkdir -p "$(dirname %s)" && cat > %s && echo %s %s | sha256sum -c --status &&
            mv %s %s || { rm -f %s; false; }
        fi
        """
            .formatted(checksum, path, path, part, checksum, part, part, path, part);
    CommandResult answer = connection.execute(asRoot(script), bytes, UPLOAD_PATIENCE);
    if (!answer.isGood()) {
      throw new IOException(
          "%s: cannot write %s: %s".formatted(connection.address(), file, answer.output().strip()));
    }
  }

  @Override
  public void copy(Path file, Path there) throws IOException {
    String checksum = Checksum.of(file);
    try (InputStream bytes = Files.newInputStream(file)) {
      upload(there, bytes, checksum);
    }
  }

  private static String asRoot(String command) {
    String shell = "sh -c " + Shell.quoted(command);
    return "if [ $(id -u) = 0 ]; then %s; else sudo -n %s; fi".formatted(shell, shell);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String address() {
    return ownAddress;
  }

  @Override
  public String controlAddress() {
    return controlAddress;
  }

  @Override
  public Path folder() {
    return folder;
  }

  @Override
  public CommandResult execute(String command) throws IOException {
    return execute(connection, command);
  }

  static CommandResult execute(SshConnection connection, String command) throws IOException {
    return connection.execute(asRoot(command));
  }

  /** Runs a command that may take longer than others. */
  CommandResult execute(String command, Duration patience) throws IOException {
    return connection.execute(asRoot(command), patience);
  }

  @Override
  public Undo undo(HostUndo undo) {
    Map<String, String> arguments = new LinkedHashMap<>();
    arguments.put("machine", connection.address().toString());
    if (connection.config() != null) {
      arguments.put("config", connection.config().toString());
    }
    return new Undo(SshMachines.UNDO, undo.at(arguments));
  }

  @Override
  public void write(Path file, String text) throws IOException {
    upload(file, text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String java() {
    return java;
  }

  @Override
  public String classPath() {
    return classPath;
  }

  @Override
  public void close() {
    connection.close();
  }
}
