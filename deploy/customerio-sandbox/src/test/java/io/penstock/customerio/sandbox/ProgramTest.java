package io.penstock.customerio.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process of its own: start, taken port, SIGTERM, kill. */
class ProgramTest {

    private static final String READY = "customerio-sandbox ready on ";

    @TempDir
    private Path state;

    private Process start(int port) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                CustomerIoSandbox.class.getName()));
        command.addAll(List.of("--port", String.valueOf(port), "--site-id", "aa", "--api-key", "bb"));
        command.addAll(List.of("--app-key", "cc", "--apply-delay-ms", "0", "--state-dir", state.toString()));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static String firstLine(Process process) throws IOException {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
    }

    private static SandboxClient client(String line) {
        assertThat(line).startsWith(READY);
        return SandboxClient.of(URI.create(line.substring(READY.length())), "aa", "bb", "cc");
    }

    @Test
    void continuesAfterAKillAndEndsOnRequest() throws IOException, InterruptedException {
        Process first = start(0);
        try (SandboxClient client = client(firstLine(first))) {
            client.post("/api/v1/customers/a/events", "{'name':'e','id':'one'}");
        } finally {
            first.destroyForcibly().waitFor();
        }
        Process second = start(0);
        try (SandboxClient client = client(firstLine(second))) {
            client.post("/api/v1/customers/a/events", "{'name':'e','id':'one'}");

            assertThat(client.verdicts()).containsExactly("applied", "ignored-duplicate");
        } finally {
            second.destroy();
        }
        assertThat(second.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).isEqualTo(143);
    }

    @Test
    void saysInOneSentenceThatThePortIsTaken() throws IOException, InterruptedException {
        try (CustomerIoSandbox running = CustomerIoSandbox.builder().start()) {
            int port = running.baseUri().getPort();
            Process refused = start(port);

            assertThat(firstLine(refused))
                    .isEqualTo("customerio-sandbox: Port " + port
                            + " on 127.0.0.1 is taken; choose another one with --port.");
            assertThat(refused.waitFor()).isEqualTo(1);
        }
    }
}
