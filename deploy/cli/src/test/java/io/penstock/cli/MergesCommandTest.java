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
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code merges} as a person calls it, transform-service a small HTTP server. */
class MergesCommandTest {
    private static final String MERGE = """
            {"id":"prf_s~01K","destination":"customerio","state":"held","survivor":"prf_s","absorbed":"prf_a",
             "primary":{"type":"customerio_id","value":"u***"},"secondary":{"type":"email","value":"a***"},
             "mergedAt":"2026-11-22T00:00:00Z","until":"2026-11-23T00:00:00Z"}""";

    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;

    private record Run(int exit, String out, String err) {}

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            asked.add(request);
            String answer = answers.getOrDefault(request, "404 ");
            int status = Integer.parseInt(answer.substring(0, 3));
            byte[] body = answer.substring(4).getBytes(StandardCharsets.UTF_8);
            if (status == 307) {
                exchange.getResponseHeaders().add("Location", url() + answer.substring(4));
                body = new byte[0];
            }
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
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
    void listsWhatAllReplicasHold() {
        answers.put(
                "GET /v1/merges?limit=1000",
                "200 {\"merges\":[" + MERGE + "],\"elsewhere\":[\"" + url() + "/other\"]}");
        answers.put(
                "GET /other/v1/merges?limit=1000",
                "200 {\"merges\":[" + MERGE.replace("prf_s", "prf_t").replace("held", "pending")
                        + "],\"elsewhere\":[]}");
        assertThat(run("list")).isEqualTo(new Run(0, """
                        prf_s~01K  held until 2026-11-23T00:00:00Z  customerio  email a*** into customerio_id u***  prf_a into prf_s
                        prf_t~01K  pending                          customerio  email a*** into customerio_id u***  prf_a into prf_t
                        """, "2 merges\n"));
    }

    @Test
    void showsAddressesOnlyIfTheyAreAskedFor() {
        answers.put("GET /v1/merges?profile=prf_s&reveal=true", "200 {\"merges\":[],\"elsewhere\":[]}");
        assertThat(run("list", "--profile", "prf_s", "--reveal")).isEqualTo(new Run(0, "", "no merges\n"));
    }

    @Test
    void refusesAMergeAtTheReplicaThatHoldsItAndWaitsUntilItIsRefused() {
        answers.put("POST /v1/merges/prf_s~01K/refuse", "307 /owner/v1/merges/prf_s~01K/refuse");
        answers.put("POST /owner/v1/merges/prf_s~01K/refuse", "202 " + MERGE);
        answers.put("GET /v1/merges/prf_s~01K", "200 {\"merges\":[" + MERGE.replace("held", "refused") + "]}");
        assertThat(run("refuse", "prf_s~01K")).isEqualTo(new Run(0, "prf_s~01K  refused\n", ""));
        assertThat(asked).contains("POST /owner/v1/merges/prf_s~01K/refuse");
    }

    @Test
    void saysSoIfTheMergeWentOutBeforeTheRefusalTookEffect() {
        answers.put("POST /v1/merges/prf_s~01K/refuse", "202 " + MERGE);
        answers.put("GET /v1/merges/prf_s~01K", "200 {\"merges\":[" + MERGE.replace("held", "sent") + "]}");
        assertThat(run("refuse", "prf_s~01K")).isEqualTo(new Run(1, "prf_s~01K  sent\n", ""));
    }

    @Test
    void saysWhyAnAnswerIsNotTaken() {
        answers.put("POST /v1/merges/prf_s~01K/release", "409 " + MERGE.replace("held", "sent"));
        assertThat(run("release", "prf_s~01K")).isEqualTo(new Run(1, "", "penstock: too late: the merge is sent\n"));
        assertThat(run("release", "prf_x~01K")).isEqualTo(new Run(1, "", "penstock: there is no merge prf_x~01K\n"));
    }

    @Test
    void releasesAMerge() {
        answers.put("POST /v1/merges/prf_s~01K/release", "202 " + MERGE);
        assertThat(run("release", "prf_s~01K", "-o", "json").out()).contains("\"state\" : \"released\"");
    }

    private Run run(String... args) {
        List<String> all = new ArrayList<>(List.of("merges"));
        all.addAll(Arrays.asList(args));
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
