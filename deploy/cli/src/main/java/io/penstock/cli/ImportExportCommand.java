package io.penstock.cli;

import io.penstock.schemas.config.SecretRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "import-export",
        description = {
            "Sends a Customer.io data export to webhook-service, as webhooks.",
            "",
            "Takes the tables metrics, deliveries and people as files of a folder:",
            ExportFiles.KINDS + ", named by their table",
            "(metrics_v4_0007.parquet) or in a folder that is (metrics/part-0.parquet).",
            "Each row of metrics is one event; deliveries and people say which message",
            "and whom it is about, and are kept in memory, some 350 bytes a row.",
            "Other files are left alone.",
            "",
            "Safe to repeat, also beside the webhooks themselves: an event is one row by",
            "its event_id. A metric without one gets an id made of its delivery, kind,",
            "second, link and reason. A broken file stops the command, named with its",
            "row; what was taken before stays taken.",
            ""
        },
        footer = {
            "",
            "Exit code: 0 all was taken, 1 it was not.",
            "",
            "Example:",
            "  CUSTOMERIO_WEBHOOK_KEY=… penstock import-export exports/2026-03",
            "Files of a volume come to a folder by",
            "  databricks fs cp -r dbfs:/Volumes/main/cio/export exports/2026-03"
        })
final class ImportExportCommand implements Callable<Integer> {
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

    @Override
    public Integer call() {
        ExportFiles files = files();
        ImportProgress progress =
                new ImportProgress(InstantSource.system(), files.metrics().size(), output::remark);
        try (SignedWebhooks service = new SignedWebhooks(url, key())) {
            ExportedEvents events = read(files);
            for (Path file : files.metrics()) {
                progress.file(file);
                ExportRows.read(file, row -> {
                    service.send(events.webhook(row).toString());
                    progress.taken();
                });
            }
        } catch (IOException | UncheckedIOException e) {
            throw stopped(progress, "export not readable: " + e.getMessage());
        } catch (CommandFailedException e) {
            throw stopped(progress, e.getMessage());
        }
        if (output.isJson()) {
            output.json(Map.of("sent", progress.sent()));
        } else {
            output.line(progress.sent() + " events taken");
        }
        return 0;
    }

    private ExportFiles files() {
        try {
            ExportFiles files = ExportFiles.find(paths);
            if (files.metrics().isEmpty()) {
                throw new CommandFailedException(
                        "expected files of the table metrics (" + ExportFiles.KINDS + "), found none in " + paths);
            }
            return files;
        } catch (NoSuchFileException e) {
            throw new CommandFailedException("export not readable: there is no " + e.getMessage());
        } catch (IOException | UncheckedIOException e) {
            throw new CommandFailedException("export not readable: " + e.getMessage());
        }
    }

    private String key() {
        try {
            return new SecretRef(keyName, null).resolve(System::getenv);
        } catch (IllegalStateException e) {
            throw new CommandFailedException(e.getMessage());
        }
    }

    /** Everything is looked at before anything is sent. */
    private static ExportedEvents read(ExportFiles files) throws IOException {
        for (Path file : Stream.concat(
                        files.metrics().stream(), Stream.concat(files.deliveries().stream(), files.people().stream()))
                .toList()) {
            ExportRows.check(file);
        }
        ExportedEvents events = new ExportedEvents();
        for (Path file : files.deliveries()) {
            ExportRows.read(file, events::delivery);
        }
        for (Path file : files.people()) {
            ExportRows.read(file, events::person);
        }
        return events;
    }

    private static CommandFailedException stopped(ImportProgress progress, String reason) {
        return new CommandFailedException("%d events taken, then %s; repeat when that is mended: nothing counts twice"
                .formatted(progress.sent(), reason));
    }
}
