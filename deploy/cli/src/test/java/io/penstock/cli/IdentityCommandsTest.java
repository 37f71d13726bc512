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
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code link}, {@code erase} and the like as a person calls them, identity-service a small HTTP server. */
class IdentityCommandsTest {
    private static final String ACCEPTED = """
            {"command_id":"cmd_1","partition":0,"log_offset":42}""";

    private volatile int status = 202;
    private volatile String answer = ACCEPTED;
    private volatile String asked = "";
    private HttpServer server;

    private record Run(int exit, String out, String err) {}

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked = exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource({
        "link customer_id:c email:a@x.example, LINK",
        "cannot-link customer_id:c email:a@x.example, CANNOT_LINK",
        "split customer_id:c email:a@x.example, SPLIT",
    })
    void anOrderAboutSeveralIdentifiersNamesThemInTheOrderGiven(String command, String kind) {
        assertThat(run(command.split(" "))).isEqualTo(new Run(0, "cmd_1 is in the log at 42\n", """
                decided under acme:42:0
                """));
        assertThat(asked)
                .startsWith("POST /v1/commands ")
                .contains("\"workspace\":\"acme\"", "\"kind\":\"" + kind + "\"", "\"author\":\"tests\"");
        assertThat(asked.indexOf("customer_id")).isBetween(0, asked.indexOf("a@x.example"));
    }

    @ParameterizedTest
    @CsvSource({
        "unlink email:a:b@x.example, UNLINK",
        "block email:a:b@x.example, BLOCK",
        "erase --yes email:a:b@x.example, ERASE",
    })
    void anOrderAboutOneIdentifierKeepsTheColonsOfItsValue(String command, String kind) {
        assertThat(run(command.split(" ")).exit()).isZero();
        assertThat(asked).contains("\"kind\":\"" + kind + "\"", "\"a:b@x.example\"");
    }

    @Test
    void theIdOfACommandAndTheReasonGoAlong() {
        assertThat(run("block", "email:a@x.example", "--id", "mine", "--reason", "shared")
                        .exit())
                .isZero();
        assertThat(asked).contains("\"command_id\":\"mine\"", "\"reason\":\"shared\"");
    }

    @Test
    void printsTheAnswerAsJsonIfAsked() {
        assertThat(run("block", "email:a@x.example", "-o", "json").out()).contains("\"log_offset\" : 42");
    }

    @Test
    void saysWhatTheServiceFindsWrong() {
        status = 400;
        answer = "{\"code\":\"invalid_command\",\"message\":\"the two identifiers are the same\"}";
        assertThat(run("link", "email:a@x.example", "email:a@x.example"))
                .isEqualTo(new Run(1, "", "penstock: the two identifiers are the same\n"));
    }

    @Test
    void doesNotAskTheServiceAboutWhatIsNoIdentifierOrNotConfirmed() {
        assertThat(run("unlink", "somebody").err()).contains("expected an identifier as type:value");
        assertThat(run("erase", "email:a@x.example").err()).contains("not erased");
        assertThat(asked).isEmpty();
    }

    @Test
    void saysSoIfNobodyAnswers() {
        server.stop(0);
        assertThat(run("block", "email:a@x.example").err()).contains("no identity-service answers at " + url());
    }

    private Run run(String... args) {
        List<String> all = new ArrayList<>(Arrays.asList(args));
        all.addAll(List.of("--workspace", "acme", "--author", "tests", "--url", url()));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = PenstockCli.run(new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
        return new Run(exit, out.toString(), err.toString());
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }
}
