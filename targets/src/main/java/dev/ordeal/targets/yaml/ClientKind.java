package dev.ordeal.targets.yaml;

import dev.ordeal.targets.ClientView;
import dev.ordeal.targets.calls.Contract;
import dev.ordeal.targets.calls.Function;
import dev.ordeal.targets.external.ExternalCommand;
import dev.ordeal.targets.external.ExternalProgram;
import dev.ordeal.targets.yaml.document.Node;
import dev.ordeal.targets.yaml.document.Section;
import dev.ordeal.targets.yaml.document.Template;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How the clients of a contract make their calls. */
sealed interface ClientKind permits ClientKind.OfHttp, ClientKind.OfProgram, JdbcKind {
  /**
   * Opens a client.
   *
   * @param values of the names that {@link Names#ofClient} lists
   * @param options of the target, by name
   */
  AutoCloseable open(
      Contract contract, ClientView client, Map<String, String> values, Map<String, String> options)
      throws IOException, InterruptedException;

  /**
   * Refuses settings that are wrong with the options of a run, before anything starts.
   *
   * @param values of the names that {@link Names#everywhere} lists
   * @throws IllegalArgumentException if one is; the message says where in the file
   */
  default void check(Map<String, String> values) {}

  /**
   * Brings what clients need on this machine.
   *
   * @param values as of {@link #open}
   */
  default void prepare(Map<String, String> values) throws IOException {}

  /**
   * Why a node that is ready for its own check does not serve these clients, who may have to set
   * something up there first.
   *
   * @param values as of {@link #open}
   * @return empty if it does
   */
  default Optional<String> notReady(Map<String, String> values) {
    return Optional.empty();
  }

  /** Each call an HTTP request. */
  record OfHttp(Map<Function, HttpFunction> functions) implements ClientKind {
    @Override
    public AutoCloseable open(
        Contract contract,
        ClientView client,
        Map<String, String> values,
        Map<String, String> options) {
      return contract.client(new HttpCalls(functions, client.address(), values));
    }
  }

  /** Each client a program. */
  record OfProgram(List<Template> words, Map<String, Template> environment, Path folder)
      implements ClientKind {
    @Override
    public AutoCloseable open(
        Contract contract,
        ClientView client,
        Map<String, String> values,
        Map<String, String> options)
        throws IOException, InterruptedException {
      Map<String, String> variables = new LinkedHashMap<>();
      environment.forEach((name, value) -> variables.put(name, value.render(values)));
      ExternalCommand command =
          new ExternalCommand(Template.render(words, values), folder, variables, options);
      return contract.client(ExternalProgram.open(command, contract, client));
    }
  }

  /** Reads one: a mapping with {@code http} or {@code command}. */
  static ClientKind of(Contract contract, Node node, Path file, Names names) {
    Section section = node.section();
    Optional<Node> command = section.find("command");
    Optional<Node> http = section.find("http");
    if (command.isPresent() == http.isPresent()) {
      throw node.where().problem("either 'http' (requests) or 'command' (a program) expected");
    }
    ClientKind kind =
        command.isPresent()
            ? program(command.get(), section, file, names)
            : new OfHttp(functions(contract, http.orElseThrow(), names));
    section.end();
    return kind;
  }

  private static ClientKind program(Node command, Section section, Path file, Names names) {
    Map<String, Template> environment = new LinkedHashMap<>();
    section
        .entries("environment")
        .forEach((name, value) -> environment.put(name, Template.of(value, names.ofClient())));
    return new OfProgram(
        Template.command(command, names.ofClient()), environment, Names.folder(file));
  }

  private static Map<Function, HttpFunction> functions(Contract contract, Node node, Names names) {
    if (!contract.functions().stream().allMatch(HttpFunction::isPossible)) {
      throw node.where()
          .problem("%s cannot be HTTP requests; take 'command'".formatted(contract.contractName()));
    }
    Section section = node.section();
    Map<Function, HttpFunction> functions = new LinkedHashMap<>();
    for (Function function : contract.functions()) {
      Node request = section.need(function.name(), "the request of the function");
      functions.put(function, HttpFunction.of(function, request, names));
    }
    section.end();
    return functions;
  }
}
