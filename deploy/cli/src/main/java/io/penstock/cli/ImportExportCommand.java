package io.penstock.cli;

import io.penstock.schemas.config.SecretRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "import-export",
        description = {
            "Sends a Customer.io data export to webhook-service, as the webhooks it stands for.",
            "Takes metrics*.jsonl or metrics*.csv of a folder, with deliveries* and people* beside them; other files are left alone.",
            "Safe to repeat, also beside the webhooks themselves: an event is one row by its event_id."
        },
        footer = {
            "",
            "Exit code: 0 all was taken, 1 it was not.",
            "",
            "Example:",
            "  CUSTOMERIO_WEBHOOK_KEY=… penstock import-export exports/2026-03 --url http://127.0.0.1:8085"
        })
final class ImportExportCommand implements Callable<Integer> {
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final int ATTEMPTS = 30;

    @Mixin
    private Output output;

    @Parameters(arity = "1..*", paramLabel = "FILE|DIR", description = "Files, or folders of files, of one export.")
    private List<Path> paths;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description =
                    "webhook-service, with the path of its endpoint if it has one. Default: http://127.0.0.1:8085.")
    private URI url = URI.create("http://127.0.0.1:8085");

    @Option(
            names = "--key-env",
            paramLabel = "NAME",
            description =
                    "Environment variable that holds a signing key of the connection. Default: CUSTOMERIO_WEBHOOK_KEY.")
    private String keyName = "CUSTOMERIO_WEBHOOK_KEY";

    private long sent;

    @Override
    public Integer call() {
        try (Http http = new Http()) {
            String key = new SecretRef(keyName, null).resolve(System::getenv);
            ExportedEvents events = new ExportedEvents();
            List<Path> files = files();
            for (Path file : of("deliveries", files)) {
                ExportRows.read(file, events::delivery);
            }
            for (Path file : of("people", files)) {
                ExportRows.read(file, events::person);
            }
            for (Path file : of("metrics", files)) {
                ExportRows.read(file, row -> send(http, key, events.webhook(row).toString()));
            }
        } catch (IOException | UncheckedIOException e) {
            throw new CommandFailedException("export not readable: " + e.getMessage());
        } catch (IllegalStateException e) {
            throw new CommandFailedException(e.getMessage());
        }
        if (output.isJson()) {
            output.json(Map.of("sent", sent));
        } else {
            output.line(sent + " events taken");
        }
        return 0;
    }

    private List<Path> files() throws IOException {
        Stream.Builder<Path> found = Stream.builder();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                try (Stream<Path> below = Files.walk(path)) {
                    below.filter(Files::isRegularFile).forEach(found);
                }
            } else {
                found.add(path);
            }
        }
        List<Path> files = found.build().sorted().toList();
        if (of("metrics", files).isEmpty()) {
            throw new CommandFailedException("expected metrics*.jsonl or metrics*.csv, found none in " + paths);
        }
        return files;
    }

    private static List<Path> of(String table, List<Path> files) {
        return files.stream().filter(file -> ExportRows.isOf(table, file)).toList();
    }

    /** Again while the service asks for it; what it refuses is our fault and ends the command. */
    private void send(Http http, String key, String body) {
        String address = url.getPath().isEmpty() || url.getPath().equals("/")
                ? url.toString().replaceAll("/+$", "") + "/webhooks/customerio"
                : url.toString();
        Optional<Integer> status = Optional.empty();
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            String time = Long.toString(Instant.now().getEpochSecond());
            status = http.post(
                    address,
                    body,
                    Map.of("X-CIO-Timestamp", time, "X-CIO-Signature", signature(key, time, body)),
                    ANSWER);
            if (status.filter(code -> code < 500).isPresent()) {
                break;
            }
            pause();
        }
        if (!status.equals(Optional.of(200))) {
            throw new CommandFailedException(
                    "%d events taken, then %s from %s; repeat when that is mended: nothing counts twice"
                            .formatted(
                                    sent, status.map(code -> "status " + code).orElse("no answer"), address));
        }
        sent++;
    }

    private static void pause() {
        try {
            TimeUnit.SECONDS.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("interrupted");
        }
    }

    private static String signature(String key, String time, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(("v0:" + time + ":" + body).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
