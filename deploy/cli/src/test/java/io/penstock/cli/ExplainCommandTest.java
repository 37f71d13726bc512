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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code explain} as a person calls it, identity-service a small HTTP server. */
class ExplainCommandTest {
    private static final String CARD = "{\"type\":\"customer_id\",\"value\":\"C-1\"}";
    private static final String MAIL = "{\"type\":\"email\",\"value\":\"ann@x.example\"}";
    private static final String SEEN = """
            {"decision_id":"acme:7:0","log_offset":7,"pipeline":"people","source":"main.crm.people","table_version":12,
             "row_key":"ann-row"}""";
    private static final String TIE =
            "{\"from\":" + MAIL + ",\"to\":" + CARD + ",\"kind\":\"SEEN\",\"origin\":" + SEEN + "}";

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private int status = 200;
    private String body = "{}";
    private String behind;
    private HttpServer server;

    private record Run(int exit, String out, String err) {}

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().toString());
            if (behind != null) {
                exchange.getResponseHeaders().add("Penstock-Records-Behind", behind);
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void showsThePathBetweenTwoIdentifiersAndMasksWhatNamesAPerson() {
        body = "{\"verdict\":\"TOGETHER\",\"path\":[" + TIE + "],\"profiles\":[" + person("prf_a") + "]}";
        assertThat(run("email:ann@x.example", "customer_id:C-1")).isEqualTo(new Run(0, """
                        one person  prf_a
                        email:a***
                        └─ customer_id:C***  seen together  pipeline people, main.crm.people version 12, row a***, log 7, decision acme:7:0
                        """, ""));
        assertThat(asked).containsExactly("/v1/explain?workspace=acme&a=email%3Aann%40x.example&b=customer_id%3AC-1");
        assertThat(run("email:ann@x.example", "customer_id:C-1", "--reveal").out())
                .contains("email:ann@x.example")
                .contains("row ann-row");
    }

    @Test
    void showsHowAPersonCameTogether() {
        body = "{\"verdict\":\"PERSON\",\"path\":[],\"profiles\":[" + person("prf_a") + "]}";
        assertThat(run("email:ann@x.example").out()).isEqualTo("""
                prf_a  1 profile absorbed
                ├─ customer_id:C***  first command cmd_1 by sam, log 3, decision acme:3:0
                └─ email:a***  with customer_id:C***  seen together  pipeline people, main.crm.people version 12, row a***, log 7, decision acme:7:0
                """);
    }

    @Test
    void showsWhatWasRefusedBetweenTwoPeople() {
        body = "{\"verdict\":\"APART\",\"profiles\":[],\"refused\":[{\"identifier\":" + MAIL + ",\"by\":" + CARD
                + "}]}";
        assertThat(run("email:ann@x.example", "customer_id:C-1").out()).isEqualTo("""
                not one person
                refused between them
                └─ email:a***  came with customer_id:C***
                """);
        body = "{\"verdict\":\"CANNOT_LINK\",\"profiles\":[],\"refused\":[]}";
        assertThat(run("email:ann@x.example", "customer_id:C-1").out()).startsWith("kept apart by an order\n");
    }

    @Test
    void masksJsonTooAndSaysHowOldAnAnswerIs() {
        behind = "5";
        body = "{\"verdict\":\"TOGETHER\",\"path\":[" + TIE + "],\"profiles\":[]}";
        Run run = run("email:ann@x.example", "customer_id:C-1", "--stale", "-o", "json");
        assertThat(run.out()).contains("\"a***\"").doesNotContain("ann");
        assertThat(run.err()).isEqualTo("from a second copy, behind by at most 5 records\n");
        assertThat(asked).singleElement().asString().endsWith("&stale=allowed");
    }

    @Test
    void failsIfNobodyHasIt() {
        status = 404;
        body = "{\"code\":\"unknown_identifier\",\"message\":\"no profile of this workspace has a\"}";
        assertThat(run("email:ann@x.example"))
                .isEqualTo(new Run(1, "", "penstock: no profile of this workspace has a\n"));
        assertThat(run("ann").exit()).isEqualTo(1);
    }

    private static String person(String id) {
        return "{\"profile_id\":\"" + id + "\",\"merges\":1,\"identifiers\":[{\"identifier\":" + CARD
                + ",\"ties\":[],\"cannot_link\":[],\"origin\":{\"decision_id\":\"acme:3:0\",\"log_offset\":3,"
                + "\"command_id\":\"cmd_1\",\"author\":\"sam\"}},{\"identifier\":" + MAIL + ",\"ties\":[" + TIE
                + "],\"cannot_link\":[]}]}";
    }

    private Run run(String... args) {
        List<String> all = new ArrayList<>(List.of("explain"));
        all.addAll(Arrays.asList(args));
        all.addAll(List.of("--url", "http://127.0.0.1:" + server.getAddress().getPort(), "--workspace", "acme"));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = PenstockCli.run(new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
        return new Run(exit, out.toString(), err.toString());
    }
}
