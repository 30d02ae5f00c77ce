package dev.ordeal.targets.yaml;

import dev.ordeal.targets.Environment;
import dev.ordeal.targets.Program;
import dev.ordeal.targets.calls.Contract;
import dev.ordeal.targets.yaml.document.Node;
import dev.ordeal.targets.yaml.document.Section;
import dev.ordeal.targets.yaml.document.YamlReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a file says of a database; read and checked once.
 *
 * @param options by name
 * @param leader tells who leads; empty where there is no such thing
 */
record TargetFile(
    Path file,
    String name,
    String description,
    int nodes,
    List<String> peerPorts,
    String clientPort,
    Map<String, TargetOption> options,
    List<Program> programs,
    boolean behindProxies,
    boolean libraryTime,
    List<String> logPatterns,
    Names names,
    Startup startup,
    Check ready,
    Optional<Check> leader,
    Map<Contract, ClientKind> clients) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]*");
  private static final Pattern PORT = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");
  private static final int NODES = 5;

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException if it is wrong; the message says where
   */
  static TargetFile read(Path file) throws IOException {
    Section target = YamlReader.read(file, "a mapping with name, ports, start, …").section();
    Node name = target.need("name", "what the target is called on the command line");
    requireName(name, NAME);
    Map<String, TargetOption> options = new LinkedHashMap<>();
    target
        .entries("options")
        .forEach((option, node) -> options.put(option, TargetOption.of(option, node)));
    Section ports = target.need("ports", "{client: NAME, peers: [NAME, …]}").section();
    String client = port(ports.need("client", "the name of the port for clients"));
    List<String> peers = ports.items("peers").stream().map(TargetFile::port).toList();
    ports.end();
    List<String> all = new ArrayList<>(peers);
    if (!all.contains(client)) {
      all.add(client);
    }
    Names names = new Names(all, options.values());
    TargetFile read =
        new TargetFile(
            file,
            name.text(),
            target.text("description", ""),
            target.number("nodes", NODES, 1, Environment.NODES_MAX),
            peers,
            client,
            options,
            target.items("programs").stream().map(TargetFile::program).toList(),
            target.flag("behindProxies", true),
            target.flag("libraryTime", true),
            target.items("logPatterns").stream().map(n -> Section.pattern(n).pattern()).toList(),
            names,
            Startup.of(target, file, names),
            Check.of(
                target.need("ready", "a check: {http: GET /health}, {tcp: client}, …"),
                Check.KINDS,
                names),
            target.find("leader").map(node -> Check.of(node, List.of("http", "command"), names)),
            clients(target.need("clients", "by contract: register, set, …"), file, names));
    target.end();
    return read;
  }

  private static void requireName(Node node, Pattern pattern) {
    if (!pattern.matcher(node.text()).matches()) {
      throw node.where()
          .problem("'%s' is no name; %s expected".formatted(node.text(), pattern.pattern()));
    }
  }

  private static String port(Node node) {
    requireName(node, PORT);
    return node.text();
  }

  private static Program program(Node node) {
    if (node instanceof Node.Scalar) {
      return new Program(node.text(), node.text());
    }
    Section section = node.section();
    String command = section.need("command", "the name of the program").text();
    Program program = new Program(command, section.text("package", command));
    section.end();
    return program;
  }

  private static Map<Contract, ClientKind> clients(Node node, Path file, Names names) {
    Section section = node.section();
    Map<Contract, ClientKind> clients = new EnumMap<>(Contract.class);
    for (Contract contract : Contract.values()) {
      section
          .find(contract.contractName())
          .ifPresent(kind -> clients.put(contract, ClientKind.of(contract, kind, file, names)));
    }
    section
        .find(JdbcKind.KEY)
        .map(kind -> JdbcKind.of(kind, names))
        .ifPresent(kind -> kind.contracts().forEach(each -> clients.putIfAbsent(each, kind)));
    section.end();
    if (clients.isEmpty()) {
      throw node.where().problem("at least one contract expected: register, set, …; or jdbc");
    }
    return clients;
  }
}
