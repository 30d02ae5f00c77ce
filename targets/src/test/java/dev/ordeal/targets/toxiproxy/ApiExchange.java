package dev.ordeal.targets.toxiproxy;

import java.util.List;

/**
 * A request to Toxiproxy's API and what Toxiproxy 2.12 answers. Every server must: each was seen on
 * the real one. {@code @P} stands for the port of the proxy {@code e}, {@code @U} for its
 * upstream's, {@code @T} for a port that somebody else listens at.
 *
 * @param body what the answer's body is; with a {@code *} at the end, what it begins with
 */
record ApiExchange(String method, String path, String request, int status, String body) {
  private static final String E =
      "{\"name\":\"e\",\"listen\":\"127.0.0.1:@P\",\"upstream\":\"127.0.0.1:@U\",\"enabled\":true,";

  static final List<ApiExchange> ALL =
      List.of(
          get("/version", 200, "{\"version\": \"git\"}\n"),
          get("/proxies/e", 200, E + "\"toxics\":[]}"),
          get("/proxies", 200, "{\"e\":" + E + "\"toxics\":[]}}"),
          get("/nowhere", 404, "404 page not found\n"),
          get("/proxies/", 404, "404 page not found\n"),
          get("/proxies/e/", 404, "404 page not found\n"),
          get("/proxies/e/toxics/a/b", 404, "404 page not found\n"),
          get("/proxies/e/other", 404, "404 page not found\n"),
          get("/proxies/none", 404, "{\"error\":\"proxy not found\",\"status\":404}\n"),
          get("/proxies/e/toxics/no", 404, "{\"error\":\"toxic not found\",\"status\":404}\n"),
          new ApiExchange("DELETE", "/version", "", 405, ""),
          new ApiExchange("PUT", "/proxies", "", 405, ""),
          new ApiExchange("PUT", "/proxies/none", "", 405, ""),
          get("/populate", 405, ""),
          // Bodies that are no proxy.
          post("/proxies", "", 400, bad("EOF")),
          post("/proxies", "x", 400, bad("invalid character 'x' looking for beginning of value")),
          post("/proxies", "{\"name\":\"a\"", 400, bad("unexpected EOF")),
          post("/proxies", "[]", 400, bad("json: cannot unmarshal array*")),
          post("/proxies", "5", 400, bad("json: cannot unmarshal number*")),
          post("/proxies", "null", 400, error("missing required field: name")),
          post("/proxies", "{}", 400, error("missing required field: name")),
          post("/proxies", "{\"name\":\"\"}", 400, error("missing required field: name")),
          post("/proxies", "{\"name\":\"a\"}", 400, error("missing required field: upstream")),
          post("/proxies", "{\"name\":5}", 400, bad("json: cannot unmarshal number*")),
          post("/proxies", "{\"name\":\"a\",\"enabled\":1}", 400, bad("json: cannot*")),
          post(
              "/proxies",
              "{\"name\":\"e\",\"upstream\":\"u:1\"}",
              409,
              error("proxy already exists")),
          post(
              "/proxies",
              "{\"name\":\"a\",\"upstream\":\"u:1\",\"listen\":\"127.0.0.1:@T\"}",
              500,
              error("listen tcp 127.0.0.1:@T: bind: address already in use")),
          post(
              "/proxies",
              "{\"name\":\"a\",\"upstream\":\"u:1\",\"listen\":\"xx\"}",
              500,
              error("listen tcp: address xx: missing port in address")),
          post(
              "/proxies",
              "{\"NAME\":\"off\",\"Upstream\":\"u:1\",\"listen\":\"xx\",\"enabled\":false} tail",
              201,
              "{\"name\":\"off\",\"listen\":\"xx\",\"upstream\":\"u:1\",\"enabled\":false,"
                  + "\"toxics\":[]}"),
          new ApiExchange("DELETE", "/proxies/off", "", 204, ""),
          // Changes of a proxy.
          patch("/proxies/e", "", 400, bad("EOF")),
          patch("/proxies/e", "[1]", 400, bad("json: cannot unmarshal array*")),
          patch("/proxies/e", "{\"enabled\":\"no\"}", 400, bad("json: cannot unmarshal string*")),
          patch("/proxies/e", "{}", 200, E + "\"toxics\":[]}"),
          patch("/proxies/e", "null", 200, E + "\"toxics\":[]}"),
          patch("/proxies/e", "{\"listen\":\"localhost:@P\"}", 200, E + "\"toxics\":[]}"),
          patch(
              "/proxies/e",
              "{\"listen\":\"xx\"}",
              500,
              error("address xx: missing port in address")),
          get("/proxies/e", 200, E + "\"toxics\":[]}"),
          // Toxics.
          post("/proxies/e/toxics", "", 400, bad("EOF")),
          post("/proxies/e/toxics", "[]", 400, bad("json: cannot unmarshal array*")),
          post("/proxies/e/toxics", "{}", 400, error("invalid toxic type")),
          post("/proxies/e/toxics", "{\"name\":5}", 400, bad("json: cannot unmarshal number*")),
          post("/proxies/e/toxics", "{\"type\":\"Latency\"}", 400, error("invalid toxic type")),
          post(
              "/proxies/e/toxics",
              "{\"type\":\"latency\",\"stream\":\"\"}",
              400,
              error("stream was invalid, can be either upstream or downstream")),
          post(
              "/proxies/e/toxics",
              "{\"type\":\"latency\",\"toxicity\":\"1\"}",
              400,
              bad("json: cannot unmarshal string*")),
          post(
              "/proxies/e/toxics",
              "{\"type\":\"latency\",\"attributes\":[1]}",
              400,
              bad("json: cannot unmarshal array*")),
          post(
              "/proxies/e/toxics",
              "{\"type\":\"latency\",\"attributes\":{\"latency\":1.5}}",
              400,
              bad("json: cannot unmarshal number 1.5*")),
          post(
              "/proxies/e/toxics",
              "{\"type\":\"latency\",\"attributes\":{\"LATENCY\":5,\"more\":1,\"jitter\":null}}",
              200,
              latency(5, 0, "1")),
          post("/proxies/e/toxics", "{\"type\":\"latency\"}", 409, error("toxic already exists")),
          get("/proxies/e/toxics", 200, "[" + latency(5, 0, "1") + "]"),
          patch("/proxies/e/toxics/latency_downstream", "", 400, bad("EOF")),
          patch("/proxies/e/toxics/latency_downstream", "[]", 400, bad("json: cannot*")),
          patch(
              "/proxies/e/toxics/latency_downstream",
              "{\"attributes\":[1]}",
              400,
              bad("json: cannot unmarshal array*")),
          patch(
              "/proxies/e/toxics/latency_downstream",
              "{\"toxicity\":\"1\"}",
              400,
              bad("json: cannot unmarshal string*")),
          patch(
              "/proxies/e/toxics/latency_downstream",
              "{\"toxicity\":0.3,\"attributes\":{\"delay\":null,\"jitter\":2}}",
              200,
              latency(5, 2, "0.3")),
          patch("/proxies/e/toxics/latency_downstream", "{}", 200, latency(5, 2, "0.3")),
          // Populating keeps what is the same.
          post(
              "/populate",
              "[{\"name\":\"e\",\"listen\":\"localhost:@P\",\"upstream\":\"127.0.0.1:@U\"}]",
              201,
              "{\"proxies\":[" + E + "\"toxics\":[" + latency(5, 2, "0.3") + "]}]}"),
          post(
              "/populate",
              "[{\"name\":\"e\",\"listen\":\"127.0.0.1:@P\",\"upstream\":\"127.0.0.1:@U\"},"
                  + "{\"name\":\"b\",\"listen\":\"127.0.0.1:@T\",\"upstream\":\"u:1\"}]",
              500,
              "{\"error\":\"listen tcp 127.0.0.1:@T: bind: address already in use\",\"status\":500,"
                  + "\"proxies\":["
                  + E
                  + "\"toxics\":["
                  + latency(5, 2, "0.3")
                  + "]}]}"),
          post(
              "/populate",
              "[{\"name\":\"b\"}]",
              400,
              "{\"error\":\"missing required field: upstream at proxy 1\",\"status\":400,"
                  + "\"proxies\":null}"),
          post(
              "/populate",
              "",
              400,
              "{\"error\":\"bad request body: EOF\",\"status\":400,\"proxies\":null}"),
          post("/populate", "[]", 201, "{\"proxies\":null}"),
          post("/reset", "", 204, ""),
          get("/proxies/e", 200, E + "\"toxics\":[]}"),
          patch(
              "/proxies/e",
              "{\"upstream\":\"\"}",
              200,
              "{\"name\":\"e\",\"listen\":\"127.0.0.1:@P\",\"upstream\":\"\",*"),
          patch("/proxies/e", "{\"enabled\":false}", 200, "{\"name\":\"e\",*"),
          patch("/proxies/e", "{\"listen\":\"\"}", 200, "{\"name\":\"e\",\"listen\":\"\",*"),
          new ApiExchange("DELETE", "/proxies/e", "", 204, ""));

  private static ApiExchange get(String path, int status, String body) {
    return new ApiExchange("GET", path, "", status, body);
  }

  private static ApiExchange post(String path, String request, int status, String body) {
    return new ApiExchange("POST", path, request, status, body);
  }

  private static ApiExchange patch(String path, String request, int status, String body) {
    return new ApiExchange("PATCH", path, request, status, body);
  }

  private static String error(String message) {
    int status =
        message.startsWith("listen tcp") || message.startsWith("address ")
            ? 500
            : message.endsWith("exists") ? 409 : 400;
    return "{\"error\":\"" + message + "\",\"status\":" + status + "}\n";
  }

  private static String bad(String why) {
    String begun = "{\"error\":\"bad request body: " + why;
    return why.endsWith("*") ? begun : begun + "\",\"status\":400}\n";
  }

  private static String latency(int latency, int jitter, String toxicity) {
    return "{\"attributes\":{\"latency\":%d,\"jitter\":%d},\"name\":\"latency_downstream\","
            .formatted(latency, jitter)
        + "\"type\":\"latency\",\"stream\":\"downstream\",\"toxicity\":"
        + toxicity
        + "}";
  }
}
