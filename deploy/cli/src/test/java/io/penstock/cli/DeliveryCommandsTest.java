package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code history}, {@code tail} and {@code dlq} as a person calls them, delivery-service a small HTTP server. */
class DeliveryCommandsTest {
    private static final String REJECTED = """
            {"at":"2026-11-28T10:00:00Z","status":"REJECTED","code":"item_invalid","kind":"TRACK","event":"bought",
             "pipeline":"p1","profile_id":"prf_a","address":{"type":"email","value":"a***"},"attempts":2,
             "words":["invalid attributes.bio: too long"]}""";
    private static final String ACCEPTED = """
            {"at":"2026-11-28T09:00:00Z","status":"ACCEPTED","code":"ok","kind":"OBJECT","pipeline":"p1",
             "object":{"type":"1","id":"a***"},"attempts":1,"words":[]}""";

    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final List<String> posted = Collections.synchronizedList(new ArrayList<>());
    private final Queue<String> parts = new ConcurrentLinkedQueue<>();
    private HttpServer server;

    private record Run(int exit, String out, String err) {}

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            posted.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            String answer = parts.isEmpty() ? answers.getOrDefault(request, "404 ") : parts.remove();
            byte[] body = answer.substring(4).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)), body.length == 0 ? -1 : body.length);
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
    void showsWhatBecameOfAPersonsCalls() {
        answers.put(
                "GET /v1/history?limit=100&person=email%3Aann%40example.org&result=rejected",
                "200 {\"outcomes\":[" + REJECTED + "," + ACCEPTED + "],\"more\":true,\"complete\":true}");

        assertThat(run("history", "--person", "email:ann@example.org", "--result", "rejected"))
                .isEqualTo(new Run(0, """
                        2026-11-28T10:00:00Z  rejected item_invalid  track bought  p1  prf_a email a***  2 attempts; invalid attributes.bio: too long
                        2026-11-28T09:00:00Z  accepted               object        p1  object 1/a***
                        """, "2 calls; there are older ones: narrow it down or raise --limit\n"));
    }

    @Test
    void saysThatMoreMayAppearWhileTheServiceReads() {
        answers.put("GET /v1/history?limit=5&reveal=true", "200 {\"outcomes\":[],\"more\":false,\"complete\":false}");

        assertThat(run("history", "--limit", "5", "--reveal"))
                .isEqualTo(new Run(
                        1,
                        "",
                        "0 calls\n"
                                + "delivery-service is still reading what happened before its start: more may"
                                + " appear\n"));
    }

    @Test
    void asksIdentityServiceWhoseIdentifierItIs() {
        answers.put("GET /v1/identifiers/customer_id/C-1?workspace=acme", "200 {\"profile_id\":\"prf_a\"}");
        answers.put(
                "GET /v1/history?limit=100&person=prf_a",
                "200 {\"outcomes\":[" + ACCEPTED + "],\"more\":false,\"complete\":true}");

        assertThat(run("history", "--person", "customer_id:C-1", "-w", "acme", "--identity-url", url())
                        .exit())
                .isZero();
        assertThat(run("history", "--person", "customer_id:C-2", "-w", "acme", "--identity-url", url())
                        .err())
                .contains("nobody of this workspace has this identifier");
    }

    @Test
    void followsFromNowOn() {
        answers.put("GET /v1/history/arrivals?limit=500&pipeline=p1", "200 {\"outcomes\":[],\"cursor\":7}");
        answers.put(
                "GET /v1/history/arrivals?limit=500&pipeline=p1&after=7",
                "200 {\"outcomes\":[" + ACCEPTED + "],\"cursor\":8}");
        answers.put(
                "GET /v1/history/arrivals?limit=500&pipeline=p1&after=8",
                "200 {\"outcomes\":[" + REJECTED + "],\"cursor\":9}");

        assertThat(run("tail", "--pipeline", "p1", "--count", "2").out())
                .containsSubsequence("accepted", "rejected item_invalid");
        assertThat(run("tail", "--pipeline", "p1", "--count", "1", "-o", "json").out())
                .hasLineCount(1)
                .startsWith("{");
    }

    @Test
    void listsDeadLettersByCause() {
        answers.put(
                "GET /v1/dead-letters",
                "200 {\"causes\":[{\"stage\":\"delivery\",\"code\":\"item_invalid\",\"pipeline\":\"p1\",\"count\":17,"
                        + "\"first\":\"2026-11-28T10:00:00Z\",\"last\":\"2026-11-28T11:00:00Z\",\"newest\":\"3-1207\"}]}");

        assertThat(run("dlq", "list"))
                .isEqualTo(new Run(
                        2,
                        "delivery/item_invalid  p1  17  2026-11-28T10:00:00Z to 2026-11-28T11:00:00Z  newest 3-1207\n",
                        "look at one: penstock dlq show ID\n"));
        answers.put("GET /v1/dead-letters", "200 {\"causes\":[]}");
        assertThat(run("dlq", "list")).isEqualTo(new Run(0, "", "no dead letters\n"));
    }

    @Test
    void showsOneDeadLetter() {
        answers.put("GET /v1/dead-letters/3-1207", "200 {\"code\":\"item_invalid\",\"input\":\"{}\"}");

        assertThat(run("dlq", "show", "3-1207")).isEqualTo(new Run(0, "code   item_invalid\ninput  {}\n", ""));
        assertThat(run("dlq", "show", "3-9").err()).contains("there is no dead letter 3-9");
    }

    @Test
    void saysWhatAReplaySkipped() {
        answers.put(
                "POST /v1/dead-letters/replay",
                "200 {\"matched\":3,\"replayed\":2,\"skipped_by\":{\"older_than_acknowledged\":1},"
                        + "\"skipped\":[{\"id\":\"3-1\",\"why\":\"older_than_acknowledged\"}]}");

        assertThat(run("dlq", "replay", "--cause", "transform.script/timeout", "--pipeline", "p1", "--dry-run"))
                .isEqualTo(new Run(2, "would be replayed  2 of 3\nskipped  1  older than acknowledged\n", ""));
        assertThat(posted)
                .last()
                .isEqualTo(
                        "{\"mode\":\"DRY_RUN\",\"stage\":\"transform.script\",\"code\":\"timeout\",\"pipeline\":\"p1\"}");
    }

    @Test
    void replaysManyInParts() {
        parts.add("200 {\"matched\":2,\"replayed\":2,\"skipped_by\":{},\"skipped\":[],\"next\":\"3-2\"}");
        parts.add("200 {\"matched\":1,\"replayed\":0,\"skipped_by\":{\"repeated\":1},\"skipped\":[{\"id\":\"3-3\"}]}");

        assertThat(run("dlq", "replay", "--pipeline", "p1"))
                .isEqualTo(new Run(2, "replayed  2 of 3\nskipped  1  repeated\n", ""));
        assertThat(posted).last().asString().contains("\"after\":\"3-2\"");
    }

    @Test
    void replaysOnlyWhatIsNamed() {
        assertThat(run("dlq", "replay").err()).contains("expected an ID, --cause or --pipeline");
        assertThat(run("dlq", "replay", "--cause", "item_invalid").err()).contains("expected STAGE/CODE");
        assertThat(run("dlq", "replay", "--cuse", "x").exit()).isEqualTo(1);
        assertThat(posted).isEmpty();
        answers.put(
                "POST /v1/dead-letters/replay", "200 {\"matched\":0,\"replayed\":0,\"skipped_by\":{},\"skipped\":[]}");
        assertThat(run("dlq", "replay", "3-1")).isEqualTo(new Run(1, "replayed  0 of 0\n", ""));
        answers.put("POST /v1/dead-letters/replay", "503 ");
        assertThat(run("dlq", "replay", "3-1").err()).contains("try again in a minute");
    }

    private Run run(String... args) {
        List<String> all = new ArrayList<>(Arrays.asList(args));
        all.addAll(List.of("--url", url()));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = PenstockCli.run(new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
        return new Run(exit, out.toString(), err.toString());
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }
}
