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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code catalog}, {@code doctor} and {@code drift} as a person calls them, ingest-service a small HTTP server. */
class IngestCommandsTest {
    private static final String ONE = "200 [{\"name\":\"lake\",\"host\":\"h.example.com\",\"credentials\":\"file t\"}]";
    private static final String NOT_THERE = "404 {\"fault\":\"fix_query\",\"message\":\"not there\"}";
    private static final String TABLE = """
            200 {"fullName":"main.ml.scores","kind":"MANAGED","format":"DELTA","owner":"ada","comment":"upgrade scores",
             "properties":{"delta.enableRowTracking":"true","delta.feature.rowTracking":"supported"},
             "columns":[
              {"name":"customer_id","type":"bigint","nullable":false,"comment":"the customer","fields":[]},
              {"name":"summary","type":"struct<tenure:int,lines:array<struct<sku:string>>>","nullable":true,"fields":[
               {"name":"tenure","type":"int","comment":"months","nullable":true,"fields":[]},
               {"name":"lines","type":"array<struct<sku:string>>","nullable":true,"fields":[
                {"name":"sku","type":"string","nullable":true,"fields":[]}]}]},
              {"name":"tier","type":"string","nullable":true,"fields":[]}]}""";

    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;

    private record Run(int exit, String out, String err) {
        JsonNode json() throws JsonProcessingException {
            return Json.config().readTree(out);
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().toString();
            asked.add(exchange.getRequestMethod() + " " + path);
            String answer = answers.getOrDefault(path, NOT_THERE);
            byte[] body = answer.substring(4).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)), body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        answers.put("/v1/connections", ONE);
        answers.put(
                "/v1/connections/lake/catalogs", "200 [{\"name\":\"main\",\"comment\":\"all\"},{\"name\":\"dev\"}]");
        answers.put("/v1/connections/lake/catalogs/main/schemas", "200 [{\"name\":\"ml\",\"fullName\":\"main.ml\"}]");
        answers.put(
                "/v1/connections/lake/catalogs/main/schemas/ml/tables",
                "200 [{\"name\":\"scores\",\"fullName\":\"main.ml.scores\",\"kind\":\"MANAGED\",\"comment\":\"c\"},"
                        + "{\"name\":\"v\",\"fullName\":\"main.ml.v\",\"kind\":\"VIEW\"}]");
        answers.put("/v1/connections/lake/tables/main.ml.scores", TABLE);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void showsConnectionsAndWhatEachMaySee() {
        answers.put(
                "/v1/connections",
                ONE.replace("]", ",{\"name\":\"other\",\"host\":\"o\",\"credentials\":\"file u\"}]"));
        answers.put(
                "/v1/connections/other/catalogs",
                "502 {\"fault\":\"credentials\",\"message\":\"o refused the token\",\"remedy\":\"make a new one\"}");

        assertThat(run("catalog")).isEqualTo(new Run(1, """
                        lake  h.example.com  file t
                          main  all
                          dev
                        other  o  file u
                          o refused the token
                            make a new one
                        """, ""));
        assertThat(run("catalog", "--connection", "lake").exit()).isZero();
    }

    @Test
    void goesOneLevelDownWithEachPartOfTheName() {
        assertThat(run("catalog", "main")).isEqualTo(new Run(0, "main.ml\n", ""));
        assertThat(run("catalog", "main.ml")).isEqualTo(new Run(0, """
                        main.ml.scores  managed  c
                        main.ml.v       view
                        """, ""));
        assertThat(run("catalog", "main.ml.scores")).isEqualTo(new Run(0, """
                        main.ml.scores  managed, delta, owned by ada, "upgrade scores"

                        customer_id  bigint         not null  the customer
                        summary      struct
                        ├─ tenure    int                      months
                        └─ lines     array<struct>
                           └─ sku    string
                        tier         string

                        delta.enableRowTracking  true
                        """, ""));
    }

    @Test
    void samplesMaskedUnlessToldOtherwise() throws JsonProcessingException {
        answers.put(
                "/v1/connections/lake/tables/main.ml.scores/sample?rows=5&reveal=false",
                "200 {\"table\":\"main.ml.scores\",\"masked\":true,\"columns\":{\"customer_id\":\"bigint\",\"tier\":"
                        + "\"string\"},\"rows\":[{\"customer_id\":\"…\",\"tier\":null}]}");
        answers.put(
                "/v1/connections/lake/tables/main.ml.scores/sample?rows=2&reveal=true",
                "200 {\"masked\":false,\"columns\":{\"tier\":\"string\"},\"rows\":[{\"tier\":\"pro\"}]}");

        Run masked = run("catalog", "--sample", "main.ml.scores");
        assertThat(masked.out()).endsWith("\ncustomer_id  tier\n…            null\n");
        assertThat(masked.err()).isEqualTo("values are masked; --reveal shows them\n");
        assertThat(run("catalog", "main.ml.scores", "--sample", "2", "--reveal", "-o", "json")
                        .json()
                        .at("/sample/rows/0/tier")
                        .textValue())
                .isEqualTo("pro");
        assertThat(run("catalog", "main.ml", "--sample").err())
                .isEqualTo("penstock: --sample needs a table: catalog.schema.table, found main.ml\n");
    }

    @Test
    void guessesWhatWasMeant() {
        assertThat(run("catalog", "mian").err()).isEqualTo("penstock: there is no catalog mian; did you mean main?\n");
        assertThat(run("catalog", "main.mm").err())
                .isEqualTo("penstock: there is no schema main.mm; did you mean ml?\n");
        assertThat(run("catalog", "main.ml.score").err())
                .isEqualTo("penstock: there is no table main.ml.score; did you mean scores?\n");
        assertThat(run("catalog", "main.zzz.score").err()).isEqualTo("penstock: there is no schema main.zzz\n");
        assertThat(run("catalog", "main", "--connection", "laek").err())
                .isEqualTo("penstock: there is no Databricks connection laek; did you mean lake? (there is lake)\n");
        assertThat(run("catalog", "a.b.c.d").err())
                .contains("expected catalog, catalog.schema or catalog.schema.table");
    }

    @Test
    void passesOnTheGrantThatIsMissing() {
        answers.put(
                "/v1/connections/lake/catalogs/dev/schemas",
                "403 {\"fault\":\"missing_grant\",\"message\":\"catalog dev may not be seen\","
                        + "\"remedy\":\"GRANT USE CATALOG ON CATALOG `dev` TO `sp`;\"}");

        assertThat(run("catalog", "dev"))
                .isEqualTo(new Run(
                        1,
                        "",
                        "penstock: catalog dev may not be seen\n  GRANT USE CATALOG ON CATALOG `dev` TO `sp`;\n"));
    }

    @Test
    void asksForAConnectionOnlyIfThereAreSeveral() {
        answers.put("/v1/connections", ONE.replace("]", ",{\"name\":\"other\"}]"));

        assertThat(run("catalog", "main").err())
                .isEqualTo("penstock: there are several connections: name one with --connection lake | other\n");
        assertThat(run("catalog", "main", "--connection", "lake").exit()).isZero();
    }

    @Test
    void printsTheDoctorsFindingsWithTheirRemedies() throws JsonProcessingException {
        answers.put("/v1/doctor?write=true&pipeline=scores", """
                200 {"step":"secret","state":"ok","tookMs":1,"detail":"found in file t"}
                {"step":"warehouse","state":"waiting","tookMs":0,"detail":"no answer yet"}
                {"step":"warehouse","state":"waiting","tookMs":0,"detail":"no answer yet"}
                {"step":"warehouse","state":"ok","tookMs":61234,"detail":"SELECT 1 answered"}
                {"step":"read","state":"failed","tookMs":20,"detail":"no","remedy":"GRANT a;\\nGRANT b;"}
                {"step":"write","state":"skipped","tookMs":0,"detail":"not tried"}
                {"ok":false}
                """);

        assertThat(run("doctor", "scores", "--write")).isEqualTo(new Run(1, """
                        ok       secret         1 ms  found in file t
                        waiting  warehouse            no answer yet
                        ok       warehouse  61234 ms  SELECT 1 answered
                        failed   read          20 ms  no
                                 GRANT a;
                                 GRANT b;
                        skipped  write                not tried
                        """, ""));
        JsonNode json = run("doctor", "scores", "--write", "--output", "json").json();
        assertThat(json.at("/ok").booleanValue()).isFalse();
        assertThat(json.at("/findings")).hasSize(4);
    }

    @Test
    void theDoctorSaysWhenThereIsNothingToExamineOrTheStreamBreaksOff() {
        answers.put(
                "/v1/doctor?write=false&connection=x",
                "200 {\"fault\":\"fix_query\",\"message\":\"there is no Databricks connection x; there is lake\"}\n");
        answers.put("/v1/doctor?write=false", "200 {\"step\":\"secret\",\"state\":\"ok\",\"tookMs\":1}\n");

        assertThat(run("doctor", "--connection", "x"))
                .isEqualTo(new Run(1, "", "penstock: there is no Databricks connection x; there is lake\n"));
        assertThat(run("doctor").err()).contains("the examination broke off");
        assertThat(run("doctor", "a", "--connection", "b").exit()).isEqualTo(1);
        assertThat(asked).contains("POST /v1/doctor?write=false");
    }

    @Test
    void printsOpenDriftAndExitsWithTwo() throws JsonProcessingException {
        answers.put("/v1/schema-changes", """
                200 [{"pipeline":"scores","table":"main.ml.scores","tableVersion":12,"change":"renamed",
                 "column":"likelihood","before":"score","evidence":"column mapping id 7","policy":"follow",
                 "action":"read as likelihood","touches":["attribute score","event crossed"],"open":true},
                 {"pipeline":"scores","table":"main.ml.scores","tableVersion":13,"change":"widened","column":"n",
                 "before":"int","after":"bigint","policy":"allow","touches":[],"open":false},
                 {"pipeline":"tiers","table":"query:tiers","tableVersion":-1,"change":"removed","column":"tier",
                 "before":"string","policy":"pause","action":"nothing is read","touches":[],
                 "proposal":"plan had the same value","open":true}]""");

        assertThat(run("drift")).isEqualTo(new Run(2, """
                        scores  main.ml.scores
                          version 12  renamed  score → likelihood  follow: read as likelihood
                            evidence  column mapping id 7
                            touches   attribute score, event crossed
                        tiers  query:tiers
                          no version  removed  tier string  pause: nothing is read
                            proposal  plan had the same value
                        """, "2 changes are open\n"));
        assertThat(run("drift", "--all").out()).contains("version 13  widened  n int → bigint  allow (answered)");
        JsonNode json = run("drift", "-o", "json").json();
        assertThat(json.at("/open").intValue()).isEqualTo(2);
        assertThat(json.at("/changes")).hasSize(2);
    }

    @Test
    void driftOfAPipelineThatIsNotThereIsAMistakeAndNotNoDrift() {
        answers.put("/v1/pipelines", "200 [{\"name\":\"scores\"}]");
        answers.put("/v1/schema-changes?pipeline=scores", "200 []");

        assertThat(run("drift", "scores")).isEqualTo(new Run(0, "", "nothing is open\n"));
        assertThat(run("drift", "socres"))
                .isEqualTo(
                        new Run(
                                1,
                                "",
                                "penstock: there is no pipeline socres; did you mean scores? (--all also shows removed ones)\n"));
        assertThat(run("drift", "--foo").exit()).isEqualTo(1);
    }

    @Test
    void saysWhatToDoWhenNobodyAnswers() {
        String gone = url();
        server.stop(0);

        for (String command : List.of("catalog", "doctor", "drift")) {
            assertThat(PenstockRun.of(command, "--url", gone))
                    .isEqualTo("1 penstock: no ingest-service answers at " + gone
                            + "; start one (./penstock up) or name it with --url\n");
        }
    }

    @Test
    void teachesEveryCommandWithAnExample() {
        for (String command : List.of("catalog", "doctor", "drift")) {
            Run help = run(command, "--help");
            assertThat(help.exit()).isZero();
            assertThat(help.out()).contains("Example:", "penstock " + command, "--output", "Exit code:");
        }
    }

    private Run run(String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--url", url()));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = PenstockCli.run(new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
        return new Run(exit, out.toString(), err.toString());
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** A command without this class's server. */
    private static final class PenstockRun {
        static String of(String... args) {
            StringWriter err = new StringWriter();
            int exit = PenstockCli.run(new PrintWriter(new StringWriter()), new PrintWriter(err, true), args);
            return exit + " " + err;
        }
    }
}
