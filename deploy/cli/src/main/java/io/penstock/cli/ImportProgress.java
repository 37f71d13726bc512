package io.penstock.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/** Counts what an import has sent, and says how far it is every ten seconds; a short one says nothing. */
final class ImportProgress {
    private static final Duration EVERY = Duration.ofSeconds(10);

    private final InstantSource clock;
    private final Consumer<String> voice;
    private final int files;
    private Instant said;
    private Path file = Path.of("");
    private int number;
    private long rows;
    private long sent;

    ImportProgress(InstantSource clock, int files, Consumer<String> voice) {
        this.clock = clock;
        this.files = files;
        this.voice = voice;
        this.said = clock.instant();
    }

    /** The next file begins. */
    void file(Path next) {
        file = next;
        number++;
        rows = 0;
    }

    /** One more event of the file was taken. */
    void taken() {
        rows++;
        sent++;
        Instant now = clock.instant();
        if (Duration.between(said, now).compareTo(EVERY) >= 0) {
            said = now;
            voice.accept("%d events taken; in file %d of %d, %s, row %d".formatted(sent, number, files, file, rows));
        }
    }

    long sent() {
        return sent;
    }
}
