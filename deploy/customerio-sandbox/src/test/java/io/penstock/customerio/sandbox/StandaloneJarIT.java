package io.penstock.customerio.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The one jar, alone in a directory of its own. */
class StandaloneJarIT {

    private static final String READY = "customerio-sandbox ready on ";

    @Test
    void runsAlone(@TempDir Path elsewhere) throws IOException, InterruptedException {
        Path built;
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            built = files.filter(file -> file.toString().endsWith("-standalone.jar"))
                    .findFirst()
                    .orElseThrow();
        }
        Path jar = Files.copy(built, elsewhere.resolve("sandbox.jar"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        jar.toString(),
                        "--port",
                        "0",
                        "--site-id",
                        "aa",
                        "--api-key",
                        "bb",
                        "--app-key",
                        "cc",
                        "--apply-delay-ms",
                        "0")
                .directory(elsewhere.toFile())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = output.readLine();
            assertThat(line).startsWith(READY);
            try (SandboxClient client =
                    SandboxClient.of(URI.create(line.substring(READY.length())), "aa", "bb", "cc")) {
                client.put("ada", "{'plan':'pro'}");

                assertThat(client.attribute("ada", "plan")).isEqualTo("pro");
            }
        } finally {
            process.destroy();
            process.waitFor();
        }
    }
}
