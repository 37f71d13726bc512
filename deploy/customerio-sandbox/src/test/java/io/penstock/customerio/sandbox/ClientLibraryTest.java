package io.penstock.customerio.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.customerio.sandbox.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The vendor's own library, {@code customerio-node} as the npm registry has it, against the stand-in. The package lies
 * beside the lock file that pins it, so that no registry is needed; without Node on the machine this is skipped.
 */
class ClientLibraryTest {

    private static final Path NODE = Path.of("src/test/node");
    private static final String PACKAGE = "customerio-node";

    @TempDir
    private Path directory;

    private static JsonNode locked() throws IOException {
        return Json.parse(Files.readAllBytes(NODE.resolve("package-lock.json")))
                .orElseThrow()
                .path("packages")
                .path("node_modules/" + PACKAGE);
    }

    private static Path archive() throws IOException {
        return NODE.resolve(PACKAGE + "-" + locked().path("version").asText() + ".tgz");
    }

    @Test
    void isThePackageThatTheRegistryServes() throws IOException, NoSuchAlgorithmException {
        byte[] digest = MessageDigest.getInstance("SHA-512").digest(Files.readAllBytes(archive()));

        assertThat("sha512-" + Base64.getEncoder().encodeToString(digest))
                .isEqualTo(locked().path("integrity").asText());
    }

    @Test
    void worksAgainstTheStandIn() throws IOException, InterruptedException {
        assumeTrue(run(List.of("node", "--version")).status() == 0, "there is no Node on this machine");
        Path installed =
                Files.createDirectories(directory.resolve("node_modules").resolve(PACKAGE));
        Result unpacked = run(List.of(
                "tar", "xzf", archive().toAbsolutePath().toString(), "-C", installed.toString(), "--strip", "1"));
        assertThat(unpacked.status()).isZero();
        Path script = Files.copy(NODE.resolve("journey.cjs"), directory.resolve("journey.cjs"));
        try (SandboxClient client = SandboxClient.start()) {
            client.control(
                    "PUT",
                    "/faults",
                    "[{'match':{'person':'limited'},'status':429,'count':1},"
                            + "{'match':{'person':'limited'},'status':503,'count':1}]");
            CustomerIoSandbox sandbox = client.sandbox();

            Result result = run(List.of(
                    "node",
                    script.toString(),
                    sandbox.baseUri().toString(),
                    sandbox.siteId(),
                    sandbox.apiKey(),
                    sandbox.appKey(),
                    sandbox.writeKey()));

            assertThat(result.status()).as(result.output()).isZero();
            verify(Json.parse(result.output()).orElseThrow(), client);
        }
    }

    private static void verify(JsonNode seen, SandboxClient client) throws IOException {
        assertThat(seen.at("/attributes/plan").asText()).isEqualTo("pro");
        assertThat(seen.at("/attributes/score").asText()).isEqualTo("0.82");
        assertThat(seen.at("/byEmail/0/id").asText()).isEqualTo("usr/1 ü");
        assertThat(seen.at("/merged/tier").asText()).isEqualTo("gold");
        assertThat(seen.at("/merged/plan").asText()).isEqualTo("pro");
        assertThat(seen.at("/absorbed/status").asInt()).isEqualTo(404);
        assertThat(seen.at("/suppressed/status").asInt()).isEqualTo(404);
        assertThat(seen.at("/freed/back").asText()).isEqualTo("true");
        assertThat(seen.at("/destroyed/status").asInt()).isEqualTo(404);
        assertThat(seen.at("/batched/v").asText()).isEqualTo("1");
        assertThat(seen.at("/pipelines/plan").asText()).isEqualTo("pro");
        assertThat(seen.at("/tooLong/status").asInt()).isEqualTo(400);
        assertThat(seen.at("/tooLong/message").asText())
                .isEqualTo("value for attribute 'bio' cannot be longer than 1000 bytes");
        assertThat(seen.at("/wrongKey/status").asInt()).isEqualTo(401);
        assertThat(seen.at("/wrongWriteKey/status").asInt()).isEqualTo(401);
        assertThat(seen.at("/limited/status").asInt()).isEqualTo(200);
        List<String> names = new ArrayList<>();
        client.inspect("/people/" + SandboxClient.encode("usr/1 ü"))
                .path("events")
                .forEach(event -> names.add(event.path("name").asText()));
        assertThat(names).containsExactly("bought", "https://example.com/pricing");
        assertThat(client.inspect("/people/limited").path("events")).hasSize(1);
    }

    private record Result(int status, String output) {}

    private Result run(List<String> command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException notInstalled) {
            return new Result(127, "");
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output.strip());
    }
}
