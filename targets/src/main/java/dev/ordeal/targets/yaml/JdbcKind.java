package dev.ordeal.targets.yaml;

import dev.ordeal.targets.ClientView;
import dev.ordeal.targets.calls.Contract;
import dev.ordeal.targets.jdbc.JdbcClients;
import dev.ordeal.targets.jdbc.JdbcUrl;
import dev.ordeal.targets.yaml.document.Node;
import dev.ordeal.targets.yaml.document.Section;
import dev.ordeal.targets.yaml.document.Template;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Clients that send SQL through a JDBC driver, for every contract that these fulfil. */
final class JdbcKind implements ClientKind {
  /** Beside the contracts, under {@code clients}. */
  static final String KEY = "jdbc";

  private final Template url;
  private final Map<String, Template> settings;

  /** By settings, which depend on the options of a run: the driver is found once. */
  private final Map<Map<String, String>, JdbcClients> made = new ConcurrentHashMap<>();

  private JdbcKind(Template url, Map<String, Template> settings) {
    this.url = url;
    this.settings = settings;
  }

  /** Reads one: a mapping with {@code url} and the options of the target {@code jdbc}. */
  static JdbcKind of(Node node, Names names) {
    Section section = node.section();
    Node url = section.need("url", "jdbc:postgresql://${client.address}/NAME");
    Map<String, Template> settings = new LinkedHashMap<>();
    Map<String, String> fixed = new LinkedHashMap<>();
    for (String name : JdbcClients.optionNames()) {
      Optional<Node> value = section.find(name);
      if (value.isEmpty()) {
        continue;
      }
      Template template = Template.of(value.get(), names.everywhere());
      settings.put(name, template);
      if (template.parts().size() == 1) {
        fixed.put(name, template.parts().getFirst());
        check(value.get(), fixed);
      }
    }
    section.end();
    if (!url.text().startsWith("jdbc:")) {
      throw url.where().problem("a URL of JDBC expected: jdbc:postgresql://${client.address}/NAME");
    }
    return new JdbcKind(Template.of(url, names.ofClient()), settings);
  }

  private static void check(Node node, Map<String, String> settings) {
    try {
      JdbcClients.of(settings);
    } catch (IllegalArgumentException wrong) {
      throw node.where().problem(wrong.getMessage());
    }
  }

  List<Contract> contracts() {
    return Arrays.stream(Contract.values())
        .filter(contract -> JdbcClients.contracts().contains(contract.type()))
        .toList();
  }

  private JdbcClients clients(Map<String, String> values) {
    Map<String, String> rendered = new LinkedHashMap<>();
    settings.forEach((name, template) -> rendered.put(name, template.render(values)));
    rendered.values().removeIf(String::isEmpty);
    return made.computeIfAbsent(Map.copyOf(rendered), JdbcClients::of);
  }

  private JdbcUrl url(Map<String, String> values) {
    return new JdbcUrl(url.render(values));
  }

  /** Fetches the driver. */
  @Override
  public void prepare(Map<String, String> values) throws IOException {
    try {
      clients(values).requireHonest(url(values));
      clients(values).load(url(values));
    } catch (IllegalArgumentException wrong) {
      throw new IOException(wrong.getMessage(), wrong);
    }
  }

  /** Creates the tables. */
  @Override
  public Optional<String> notReady(Map<String, String> values) {
    return clients(values).notReady(url(values), false);
  }

  @Override
  public AutoCloseable open(
      Contract contract, ClientView client, Map<String, String> values, Map<String, String> options)
      throws IOException, InterruptedException {
    return clients(values).client(contract.type(), url(values)).orElseThrow();
  }
}
