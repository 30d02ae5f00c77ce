package dev.ordeal.targets.external;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.targets.calls.Contract;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The schema in the repository names what the program is sent. */
class ProtocolSchemaTest {
  private static JsonNode definitions() throws IOException {
    try (InputStream text =
        ExternalProgram.class.getResourceAsStream("external-client.schema.json")) {
      return JsonMapper.builder().build().readTree(text).path("$defs");
    }
  }

  @Test
  void contractsAndArgumentsAreThoseOfTheCode() throws IOException {
    JsonNode open = definitions().path("open").path("properties");
    List<String> contracts =
        open.path("contract").path("enum").valueStream().map(JsonNode::stringValue).toList();
    assertThat(contracts)
        .containsExactlyElementsOf(
            Arrays.stream(Contract.values()).map(Contract::contractName).toList());
    assertThat(open.path("protocol").path("const").intValue()).isEqualTo(ExternalProgram.VERSION);
    Set<String> arguments =
        Arrays.stream(Contract.values())
            .flatMap(contract -> contract.functions().stream())
            .flatMap(function -> function.arguments().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    arguments.addAll(List.of("op", "id", "function"));
    JsonNode invoke = definitions().path("invoke").path("properties");
    assertThat(invoke.propertyNames()).containsExactlyInAnyOrderElementsOf(arguments);
  }
}
