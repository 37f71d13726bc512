package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
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
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An export as files, webhook-service a small HTTP server. */
class ImportExportCommandTest {
    /** Any variable that is set everywhere: the server here does not look at signatures. */
    private static final String KEY = "PATH";

    private static final String AGAIN = "repeat when that is mended: nothing counts twice\n";

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
        assertThat(asked.getLast())
                .contains("\"event_id\":\"e2\"", "\"identifiers\":{}")
                .doesNotContain("object_type");
    }

    @Test
    void asksAgainWhenTheServiceSaysSoAndStopsWhenItRefuses() {
        statuses.addAll(List.of(503, 200, 401));

        assertThat(run(folder.toString()))
                .startsWith("1: penstock: 1 events taken, then status 401 from ")
                .endsWith(AGAIN);
        assertThat(asked).hasSize(3);
    }

    @Test
    void saysWhereAFileIsNotReadable() throws IOException {
        Files.writeString(folder.resolve("metrics_1.csv"), "event_id,metric\ne1\n");
        assertThat(run(folder.toString()))
                .startsWith("1: penstock: 0 events taken, then ")
                .endsWith("metrics_1.csv, row 2: expected 2 values, found 1; " + AGAIN);

        Path lines = Files.writeString(folder.resolve("metrics.jsonl"), "{\"event_id\":\"e1\"}\nnothing\n");
        assertThat(run(lines.toString()))
                .startsWith("1: penstock: 1 events taken, then ")
                .endsWith("metrics.jsonl:2: expected a JSON object on each line; " + AGAIN);
    }

    @Test
    void saysSoWhenThereIsNothingToSend() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        assertThat(run(empty.toString()))
                .startsWith(
                        "1: penstock: expected files of the table metrics (.parquet, .jsonl, .json or .csv), found none");
        assertThat(run(empty.resolve("nowhere").toString()))
                .startsWith("1: penstock: expected files of the table metrics");
        assertThat(asked).isEmpty();
    }

    @Test
    void aTimeThatIsNoneStaysAsItIs() throws JsonProcessingException {
        ObjectNode metric = (ObjectNode) Json.wire().readTree("{\"event_id\":\"e\",\"created_at\":\"soon\"}");
        assertThat(new ExportedEvents().webhook(metric).path("timestamp").asText())
                .isEqualTo("soon");
    }

    @Test
    void parquetAsCustomerIoWritesItIsTheSameWebhooks() throws IOException {
        assertThat(run(export("").toString())).isEqualTo("0: 5 events taken\n");

        assertThat(bodies()).isEqualTo(lines("webhooks.jsonl"));
    }

    @Test
    void theFormatOfTheFilesMakesNoDifference() throws IOException {
        Path text = Files.createDirectories(folder.resolve("text"));
        Files.writeString(text.resolve("deliveries.csv"), """
                delivery_id,internal_customer_id,delivery_type,campaign_id,action_id,newsletter_id,event_id,seq_num
                d1,c1,email,23,96,,01TRIGGER,10
                d1,c1,email,22,96,,01STALE,9
                d2,c2,in-app,,97,736,,6
                """);
        Files.writeString(text.resolve("people.jsonl"), """
                {"internal_customer_id":"c1","customer_id":"usr_1","email_addr":"ada@example.com"}
                """);
        Files.writeString(text.resolve("metrics.csv"), """
                event_id,delivery_id,metric,link_url,link_id,reason,created_at,machine,prefetched,proxied,email_client
                e1,d1,clicked,"https://example.com/?a=1,2&q=""x\""",7,,2026-03-15 00:00:00.123456 UTC,false,,,
                e2,d2,opened,,,,2026-03-15 00:00:01,,true,false,Grüße
                ,d1,opened,,,,1773532802000,,,,
                e4,d1,bounced,,,550 5.5.0,2026-03-15T00:00:03Z,,,,
                e5,unknown,sent,,,,1773532804,,,,
                """);

        assertThat(run(text.toString())).isEqualTo("0: 5 events taken\n");

        assertThat(bodies()).isEqualTo(lines("webhooks.jsonl"));
    }

    @Test
    void everyTypeOfParquetIsKept() throws IOException {
        Path types = Files.createDirectories(folder.resolve("metrics"));
        Files.copy(export("types").resolve("metrics.parquet"), types.resolve("part-00000-c000.snappy.parquet"));

        assertThat(run(types.toString())).isEqualTo("0: 1 events taken\n");

        assertThat(bodies()).containsExactly(Json.wire().readTree("""
                {"event_id":"e6","metric":"sent","timestamp":1773532805,"source":"export",
                 "data":{"delivery_id":"d1","identifiers":{}},
                 "export":{"day":"2026-03-15","local_time":"2026-03-15T00:00:06","price":1.50,"score":0.5,
                  "tags":["a",null],"place":{"city":"Linz","zip":4020},"counts":{"k":1},"bytes":"/wA="}}"""));
    }

    @Test
    void aFileThatIsCutOffIsFoundBeforeAnythingIsSent() throws IOException {
        Path metrics = export("").resolve("metrics_v4_1_0001.parquet");
        byte[] whole = Files.readAllBytes(metrics);
        Files.write(metrics, Arrays.copyOf(whole, whole.length - 20));

        assertThat(run(metrics.getParent().toString()))
                .startsWith("1: penstock: 0 events taken, then " + metrics + ": expected a whole Parquet file: ")
                .endsWith(AGAIN);
        assertThat(asked).isEmpty();
    }

    @Test
    void aBrokenRowGroupIsNamedAndARepeatSendsTheSameEventsAgain() throws IOException {
        Path metrics = export("").resolve("metrics_v4_1_0001.parquet");
        byte[] whole = Files.readAllBytes(metrics);
        Files.write(metrics, breakLastRowGroup(metrics, whole));

        assertThat(run(metrics.getParent().toString()))
                .startsWith("1: penstock: 3 events taken, then " + metrics + ", row group 2, row 4: not readable: ")
                .endsWith(AGAIN);
        List<JsonNode> before = bodies();
        asked.clear();
        Files.write(metrics, whole);

        assertThat(run(metrics.getParent().toString())).isEqualTo("0: 5 events taken\n");
        assertThat(bodies()).hasSize(5).startsWith(before.toArray(JsonNode[]::new));
    }

    @Test
    void aMetricThatSaysNothingStaysWithoutAnId() throws JsonProcessingException {
        ObjectNode metric = (ObjectNode) Json.wire().readTree("{\"metric\":\"sent\"}");
        assertThat(new ExportedEvents().webhook(metric).has("event_id")).isFalse();
    }

    @Test
    void theHelpSaysWhichFilesAreTakenAndThatARepeatIsSafe() {
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said, true);
        assertThat(PenstockCli.run(out, out, "import-export", "--help")).isZero();
        assertThat(said.toString())
                .contains(".parquet, .jsonl, .json or .csv", "metrics_v4_0007.parquet", "Safe to repeat", "--key-env");
    }

    /** A copy of the files of {@code src/test/resources/export}, or of a folder there; its WriteExport made them. */
    private Path export(String name) throws IOException {
        Path from = Path.of("src/test/resources/export", name);
        Path to = Files.createDirectories(folder.resolve("export").resolve(name));
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        return to;
    }

    private static byte[] breakLastRowGroup(Path file, byte[] whole) throws IOException {
        byte[] broken = whole.clone();
        try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(file))) {
            var column = reader.getFileMetaData()
                    .rowGroups()
                    .getLast()
                    .columns()
                    .getFirst()
                    .metaData();
            int start = (int) column.dataPageOffset();
            Arrays.fill(broken, start, start + (int) column.totalCompressedSize(), (byte) 0xFF);
        }
        return broken;
    }

    private List<JsonNode> bodies() throws JsonProcessingException {
        List<JsonNode> bodies = new ArrayList<>();
        for (String one : asked) {
            bodies.add(Json.wire().readTree(one.substring("/webhooks/customerio ".length())));
        }
        return bodies;
    }

    private static List<JsonNode> lines(String name) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("src/test/resources/export", name))) {
            lines.add(Json.wire().readTree(line));
        }
        return lines;
    }

    private String run(String path) {
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said, true);
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        int exit = PenstockCli.run(out, out, "import-export", path, "--url", url, "--key-env", KEY);
        return exit + ": " + said;
    }
}
