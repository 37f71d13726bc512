package io.penstock.transform.script;

import static io.penstock.transform.script.ScriptFixture.valueOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.transform.script.protocol.EngineName;
import io.penstock.transform.script.protocol.ScriptErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Every package on offer does its work inside a worker, and is what its lock file and its hash say. */
class ScriptPackagesTest {
    private static final String FOLDER = "/io/penstock/transform/script/packages/";
    private static final ScriptLimits ROOMY = new ScriptLimits(Duration.ofSeconds(2), Duration.ofSeconds(4), 64L << 20);

    private static ScriptFixture scripts;

    @BeforeAll
    static void open() {
        scripts = ScriptFixture.patient();
    }

    @AfterAll
    static void close() {
        scripts.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "/script/packages.txt", delimiter = '\t', quoteCharacter = '\0')
    void aPackageWorksInAWorker(String name, String imports, String expression, String expected) throws IOException {
        assumeTrue(ScriptFixture.ENGINE.engine() == EngineName.V8 || needs().noneMatch(name::equals));
        var script = scripts.load(
                imports + ";\nexport async function transform() { return {x: String(" + expression + ")}; }", ROOMY);
        assertThat(valueOf(scripts.run(script, "{}").getFirst()).get("x").textValue())
                .isEqualTo(expected);
    }

    @Test
    void everyPackageOnOfferHasItsTest() throws IOException {
        assertThat(lines("/script/packages.txt").map(line -> line.split("\t")[0]))
                .containsExactlyInAnyOrderElementsOf(
                        index().map(entry -> entry[0]).toList())
                .hasSizeGreaterThan(100);
    }

    @Test
    void theListThatProjectsAreCheckedAgainstIsTheIndex() throws IOException {
        assertThat(lines("/io/penstock/schemas/config/script-packages.txt"))
                .containsExactlyElementsOf(index().map(entry -> entry[0]).toList());
    }

    @Test
    void theTypesOfTheExampleProjectDeclareEveryPackageOnOffer() throws IOException {
        String types = Files.readString(Path.of("..", "deploy", "local", "example", "penstock.d.ts"));
        assertThat(types.lines().filter(line -> line.startsWith("declare module ")))
                .containsExactlyElementsOf(index().map(entry -> "declare module '" + entry[0] + "';")
                        .toList());
    }

    @Test
    void theBundlesAreThoseOfTheIndexAndTheLockFile() throws IOException, NoSuchAlgorithmException {
        JsonNode locked = new ObjectMapper()
                .readTree(Path.of("packages", "package-lock.json").toFile())
                .get("packages");
        for (String[] entry : index().toList()) {
            assertThat(locked.get("node_modules/" + entry[0]).get("version").textValue())
                    .isEqualTo(entry[1]);
            try (InputStream in = new GZIPInputStream(
                    getClass().getResourceAsStream(FOLDER + entry[0].replace("/", "__") + ".js.gz"))) {
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(in.readAllBytes());
                assertThat(HexFormat.of().formatHex(hash)).as(entry[0]).isEqualTo(entry[3]);
            }
        }
    }

    @Test
    void whatAPackageMayBeUsedForStandsWithItsAuthorOnThePageOfLicences() throws IOException {
        String page = lines(FOLDER + "LICENSES.txt").collect(Collectors.joining("\n"));
        assertThat(index().map(entry -> entry[0] + " " + entry[1] + " ("))
                .allSatisfy(title -> assertThat(page).contains("\n" + title));
        assertThat(page).doesNotContain("No licence file in the package.\n\n====");
    }

    @Test
    void aMisspeltPackageIsRefusedWithTheNearestNames() {
        var rejected = scripts.rejection("import _ from 'lodahs';\nexport function transform() { return {}; }");
        assertThat(rejected.code()).isEqualTo(ScriptErrorCode.PACKAGE_NOT_FOUND);
        assertThat(rejected).hasMessageContaining("Cannot find package 'lodahs'; did you mean lodash");
    }

    @Test
    void aPartOfAPackageIsRefusedWithTheWhole() {
        assertThat(scripts.rejection("import utc from 'dayjs/plugin/utc';\nexport const transform = () => ({});"))
                .hasMessageContaining("Cannot find package 'dayjs/plugin/utc'; did you mean dayjs?");
    }

    @Test
    void aLongTextIsPacked() {
        var result = scripts.run(
                scripts.load(
                        "import { encode, decode } from '@msgpack/msgpack';\nexport const transform = (row) => decode(encode({x: 'ü'.repeat(300)}));",
                        ROOMY),
                "{}");
        assertThat(valueOf(result.getFirst()).get("x").textValue()).isEqualTo("ü".repeat(300));
    }

    @Test
    void twoPackagesShareOneScript() {
        List<RowResult> results = scripts.run(
                scripts.load(
                        "import _ from 'lodash';\nimport ms from 'ms';\nexport async function transform() {"
                                + " return {x: _.sum([ms('1s'), 1])}; }",
                        ROOMY),
                "{}",
                "{}");
        assertThat(results.stream().map(r -> valueOf(r).get("x").intValue())).containsExactly(1001, 1001);
    }

    @Test
    void whatAPackageNeedsIsSaidOfPackagesOnOffer() throws IOException {
        assertThat(index().map(entry -> entry[0])).containsAll(needs().toList());
    }

    private static Stream<String> needs() throws IOException {
        return lines(FOLDER + "needs.tsv").map(line -> line.split("\t")[0]);
    }

    private static Stream<String[]> index() throws IOException {
        return lines(FOLDER + "index.tsv").map(line -> line.split("\t"));
    }

    private static Stream<String> lines(String resource) throws IOException {
        try (InputStream in = ScriptPackagesTest.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines();
        }
    }
}
