package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An export as files, webhook-service a small HTTP server. */
class ImportExportCommandTest {
    /** Any variable that is set everywhere: the server here does not look at signatures. */
    private static final String KEY = "PATH";

    private final List<String> asked = new ArrayList<>();
    private final List<Integer> statuses = new ArrayList<>();
    private HttpServer server;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            assertThat(exchange.getRequestHeaders().getFirst("X-CIO-Signature")).matches("[0-9a-f]{64}");
            asked.add(exchange.getRequestURI() + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(statuses.isEmpty() ? 200 : statuses.removeFirst(), -1);
            exchange.close();
        });
        server.start();
        Files.writeString(folder.resolve("deliveries_1.csv"), """
                delivery_id,internal_customer_id,delivery_type,campaign_id,event_id
                d1,c1,email,23,01TRIGGER
                """);
        Files.writeString(folder.resolve("people.jsonl"), """
                {"internal_customer_id":"c1","customer_id":"usr_1","email_addr":"ada@example.com"}
                """);
        Files.writeString(folder.resolve("metrics_1.csv"), """
                event_id,delivery_id,metric,link_url,machine,created_at
                e1,d1,clicked,"https://example.com/?a=1,2&q=""x\"\"",false,2026-03-15 00:00:00 UTC

                e2,unknown,sent,,,1773532800
                """);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void sendsEachMetricAsTheWebhookItStandsFor() throws JsonProcessingException {
        assertThat(run(folder.toString())).isEqualTo("0: 2 events taken\n");

        assertThat(asked).hasSize(2).allMatch(one -> one.startsWith("/webhooks/customerio {"));
        JsonNode first = Json.wire().readTree(asked.getFirst().substring("/webhooks/customerio ".length()));
        assertThat(first).isEqualTo(Json.wire().readTree("""
                {"event_id":"e1","metric":"clicked","object_type":"email","timestamp":1773532800,"source":"export",
                 "data":{"delivery_id":"d1","campaign_id":23,"trigger_event_id":"01TRIGGER","machine":false,
                  "href":"https://example.com/?a=1,2&q=\\"x\\"",
                  "identifiers":{"id":"usr_1","email":"ada@example.com","cio_id":"c1"}}}"""));
        assertThat(asked.getLast()).contains("\"event_id\":\"e2\"", "\"identifiers\":{}");
    }

    @Test
    void asksAgainWhenTheServiceSaysSoAndStopsWhenItRefuses() {
        statuses.addAll(List.of(503, 200, 401));

        assertThat(run(folder.toString()))
                .startsWith("1: penstock: 1 events taken, then status 401 from ")
                .endsWith("nothing counts twice\n");
        assertThat(asked).hasSize(3);
    }

    @Test
    void saysWhereAFileIsNotReadable() throws IOException {
        Files.writeString(folder.resolve("metrics_1.csv"), "event_id,metric\ne1\n");
        assertThat(run(folder.toString())).endsWith("metrics_1.csv, row 2: expected 2 values, found 1\n");

        Path lines = Files.writeString(folder.resolve("metrics.jsonl"), "{\"event_id\":\"e1\"}\nnothing\n");
        assertThat(run(lines.toString())).endsWith("metrics.jsonl:2: expected a JSON object on each line\n");
    }

    @Test
    void saysSoWhenThereIsNothingToSend() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        assertThat(run(empty.toString()))
                .startsWith("1: penstock: expected metrics*.jsonl or metrics*.csv, found none");
        assertThat(asked).isEmpty();
    }

    @Test
    void aTimeThatIsNoneStaysAsItIs() throws JsonProcessingException {
        ObjectNode metric = (ObjectNode) Json.wire().readTree("{\"event_id\":\"e\",\"created_at\":\"soon\"}");
        assertThat(new ExportedEvents().webhook(metric).path("timestamp").asText())
                .isEqualTo("soon");
    }

    private String run(String path) {
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said, true);
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        int exit = PenstockCli.run(out, out, "import-export", path, "--url", url, "--key-env", KEY);
        return exit + ": " + said;
    }
}
