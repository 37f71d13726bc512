package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.penstock.schemas.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a person calls it, in this JVM, with a small HTTP server in place of the services. */
class PenstockCliTest {
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final AtomicReference<String> posted = new AtomicReference<>("");
    private HttpServer server;

    @TempDir
    Path folder;

    private record Run(int exit, String out, String err) {
        JsonNode json() throws JsonProcessingException {
            return Json.config().readTree(out);
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            posted.set(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            String answer = answers.getOrDefault(exchange.getRequestURI().getPath(), "404 {}");
            byte[] body = answer.substring(4).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)), body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void validatesAGoodProjectInOneLine() throws IOException {
        project("");

        assertThat(run("validate", folder.toString()))
                .isEqualTo(new Run(0, "ok  workspace telco: 0 pipelines, 1 connection, identity\n", ""));
    }

    @Test
    void printsEveryErrorWithAPathThatATerminalCanOpen() throws IOException {
        project("    prot: 443\n    tls: maybe\n");

        Run run = run("validate", folder.toString());

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out().lines())
                .containsExactly(
                        folder
                                + "/connections/lake.yaml:9:5: expected one of the keys host, port, tls, httpPath, token,"
                                + " clientId, clientSecret, found the unknown key 'prot'; did you mean 'port'?",
                        folder + "/connections/lake.yaml:10:10: expected true or false, found text 'maybe'");
        assertThat(run.err()).isEqualTo("2 errors\n");
    }

    @Test
    void answersInJson() throws IOException {
        project("");
        assertThat(run("validate", folder.toString(), "--output", "json").json())
                .isEqualTo(tree("{\"valid\": true, \"workspace\": \"telco\", \"entries\": [\"project/telco\","
                        + " \"connection/lake\", \"identity/default\"], \"errors\": []}"));

        project("    prot: 443\n");
        Run bad = run("validate", folder.toString(), "-o", "json");
        assertThat(bad.exit()).isEqualTo(1);
        assertThat(bad.json().at("/valid").booleanValue()).isFalse();
        assertThat(bad.json().at("/errors/0").textValue()).contains("lake.yaml:9:5: ");
    }

    @Test
    void saysWhenThereIsNoSuchFolder() {
        assertThat(run("validate", folder.resolve("nowhere").toString()))
                .isEqualTo(new Run(
                        1,
                        "",
                        "penstock: expected a folder with project.yaml, found no folder " + folder.resolve("nowhere")
                                + "\n"));
    }

    @Test
    void appliesAProjectAndPrintsWhatChanged() throws IOException {
        project("");
        answers.put(
                "/v1/project",
                "200 {\"workspace\":\"telco\",\"entries\":["
                        + "{\"key\":\"project/telco\",\"version\":1,\"change\":\"unchanged\"},"
                        + "{\"key\":\"connection/lake\",\"version\":3,\"change\":\"changed\"},"
                        + "{\"key\":\"pipeline/scores\",\"version\":0,\"change\":\"removed\"}]}");

        Run run = run("apply", folder.toString(), "--url", url(), "--author", "ada");

        assertThat(run).isEqualTo(new Run(0, """
                        unchanged  project/telco    version 1
                        changed    connection/lake  version 3
                        removed    pipeline/scores
                        """, ""));
        assertThat(tree(posted.get()).at("/author").textValue()).isEqualTo("ada");
        assertThat(tree(posted.get()).path("files").fieldNames())
                .toIterable()
                .containsExactly("connections/lake.yaml", "identity.yaml", "project.yaml");
    }

    @Test
    void sendsNothingThatIsNotValid() throws IOException {
        project("    prot: 443\n");
        posted.set("nothing was posted");

        assertThat(run("apply", folder.toString(), "--url", url()).exit()).isEqualTo(1);
        assertThat(posted).hasValue("nothing was posted");
    }

    @Test
    void passesOnWhatControlServiceRefuses() throws IOException {
        project("");
        answers.put("/v1/project", "422 {\"errors\":[\"project.yaml:1:1: expected something newer\"]}");
        assertThat(run("apply", folder.toString(), "--url", url()))
                .isEqualTo(new Run(1, "project.yaml:1:1: expected something newer\n", "1 error\n"));

        answers.put("/v1/project", "503 {\"errors\":[\"the broker does not take configuration\"]}");
        assertThat(run("apply", folder.toString(), "--url", url()).err())
                .isEqualTo("penstock: control-service at " + url()
                        + " answered 503: the broker does not take configuration\n");
    }

    @Test
    void saysWhatToDoWhenNobodyAnswers() throws IOException {
        project("");
        String gone = url();
        server.stop(0);

        assertThat(run("apply", folder.toString(), "--url", gone))
                .isEqualTo(new Run(
                        1,
                        "",
                        "penstock: no control-service answers at " + gone
                                + "; start one (./penstock up) or name it with --url\n"));
    }

    @Test
    void showsTheStateOfEveryProgram() throws IOException {
        answers.put("/q/health/ready", "200 {\"status\":\"UP\"}");
        answers.put("/v1/status", "200 {\"caughtUp\":true,\"entries\":5,\"project\":{\"state\":\"applied\"}}");
        long pid = ProcessHandle.current().pid();
        Path stack = stack(
                "{\"name\":\"broker\",\"url\":\"127.0.0.1:18080\",\"pid\":%d,\"log\":\"broker.log\"}".formatted(pid),
                "{\"name\":\"control-service\",\"url\":\"%s\",\"pid\":%d,\"log\":\"c.log\"}".formatted(url(), pid));

        assertThat(run("status", "--stack", stack.toString()))
                .isEqualTo(new Run(0, """
                        broker           up     127.0.0.1:18080%s  pid %d
                        control-service  ready  %s  pid %d  caughtUp=true entries=5
                        """.formatted(" ".repeat(url().length() - 15), pid, url(), pid), ""));
        assertThat(run("status", "--stack", stack.toString(), "--output", "json")
                        .json()
                        .at("/services/1/status/project/state")
                        .textValue())
                .isEqualTo("applied");
    }

    @Test
    void namesTheConnectionWhoseAccountIsInAnotherRegion() throws IOException {
        answers.put("/q/health/ready", "200 {\"status\":\"UP\"}");
        answers.put("/v1/status", """
                200 {"accepted":5,"regions":{"cio-a":{"state":"confirmed","configured":"us","told":"us"},
                 "cio-b":{"state":"mismatch","setting":"spec.customerio.region","configured":"us","told":"eu"},
                 "cio-c":{"state":"unknown","reason":"unanswered"}}}""");
        assertThat(run("status", "--url", url())).isEqualTo(new Run(0, """
                        service  ready  %s    accepted=5
                        connection cio-b: the account is in region eu, spec.customerio.region says us
                        """.formatted(url()), ""));
    }

    @Test
    void failsWhenSomethingIsDownOrNotReady() throws IOException {
        answers.put("/q/health/ready", "503 {\"status\":\"DOWN\"}");
        assertThat(run("status", "--url", url())).isEqualTo(new Run(1, "service  not ready  " + url() + "\n", ""));

        Path stack =
                stack("{\"name\":\"identity-service\",\"url\":\"http://127.0.0.1:1\",\"pid\":0,\"log\":\"i.log\"}");
        assertThat(run("status", "--stack", stack.toString()))
                .isEqualTo(new Run(1, "identity-service  down  http://127.0.0.1:1    log: i.log\n", ""));
    }

    @Test
    void printsTheSchemaOfAKind() throws IOException {
        assertThat(run("schema").out()).isEqualTo("project\nconnection\nidentity\npipeline\n");
        assertThat(run("schema", "Pipeline").json().path("title").textValue()).isEqualTo("Penstock pipeline");
        assertThat(run("schema", "table"))
                .isEqualTo(new Run(
                        1, "", "penstock: expected one of project, connection, identity, pipeline, found 'table'\n"));
    }

    @Test
    void teachesEveryCommandWithAnExample() {
        for (String command : List.of("validate", "apply", "status", "schema")) {
            Run help = run(command, "--help");
            assertThat(help.exit()).isZero();
            assertThat(help.out()).contains("Example:", "penstock " + command, "--output");
        }
        assertThat(run("--help").out()).contains("validate", "apply", "status", "schema", "Examples:");
        assertThat(run("aply").exit()).isEqualTo(2);
    }

    private Run run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = PenstockCli.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
        return new Run(exit, out.toString(), err.toString());
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private Path stack(String... services) throws IOException {
        return Files.writeString(
                folder.resolve("stack.json"), "{\"supervisor\":1,\"services\":[" + String.join(",", services) + "]}");
    }

    private void project(String mistakes) throws IOException {
        Files.createDirectories(folder.resolve("connections"));
        Files.writeString(folder.resolve("project.yaml"), """
                apiVersion: penstock/v1
                kind: Project
                metadata: { name: telco }
                spec: { workspace: telco }
                """);
        Files.writeString(folder.resolve("identity.yaml"), """
                apiVersion: penstock/v1
                kind: Identity
                metadata: { name: default }
                spec: { types: { email: { normalise: email } } }
                """);
        Files.writeString(
                folder.resolve("connections/lake.yaml"), """
                apiVersion: penstock/v1
                kind: Connection
                metadata: { name: lake }
                spec:
                  type: databricks
                  databricks:
                    host: lake.example.com
                    httpPath: /sql/1.0/warehouses/1
                """ + mistakes + "    token: { env: DATABRICKS_TOKEN }\n");
    }

    private static JsonNode tree(String json) throws JsonProcessingException {
        return Json.config().readTree(json);
    }
}
