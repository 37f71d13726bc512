package io.penstock.control.core;

import java.util.List;
import java.util.Map;

/** Puts projects into force: reads, refuses or publishes. Thread-safe if its parts are. */
public final class Control {
    private final ProjectReader reader;
    private final ProjectReader baseline;
    private final ConfigStore store;

    /** @param baseline reads a project as it is for a back-fill over a destination that was fed before */
    public Control(ProjectReader reader, ProjectReader baseline, ConfigStore store) {
        this.reader = reader;
        this.baseline = baseline;
        this.store = store;
    }

    /** What came of applying a project. */
    public sealed interface Applied {
        /** It is in force. */
        record InForce(Plan plan) implements Applied {}

        /** It is not valid and nothing was written. */
        record Refused(List<Problem> problems) implements Applied {}
    }

    /**
     * Applies a project. Safe to repeat: what is unchanged is not written again.
     *
     * @param files path inside the project, with {@code /}, to text
     * @throws ConfigStore.StoreUnavailableException if a valid project could not be written
     */
    public Applied apply(Map<String, String> files, String author) {
        return apply(reader.read(files), author);
    }

    /** Applies a project for a back-fill over a destination that was fed before. */
    public Applied baseline(Map<String, String> files, String author) {
        return apply(baseline.read(files), author);
    }

    /** The same for a project that was read already. */
    public Applied apply(Reading reading, String author) {
        return switch (reading) {
            case Reading.Refused refused -> new Applied.Refused(refused.problems());
            case Reading.Accepted accepted ->
                new Applied.InForce(store.publish(author, published -> Plan.of(accepted.bundle(), published)));
        };
    }
}
