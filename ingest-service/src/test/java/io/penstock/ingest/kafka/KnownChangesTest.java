package io.penstock.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.schemas.SchemaChangeV1;
import io.penstock.schemas.SchemaChangeV1.Change;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class KnownChangesTest {
    private static final Instant NOON = Instant.parse("2026-03-15T12:00:00Z");

    private final KnownChanges known = new KnownChanges();

    @Test
    void keepsTheFirstAnnouncementOfAChangeOnly() {
        known.add(change("scores", "tier", 7, 1, NOON));
        known.add(change("scores", "tier", 7, 1, NOON.plusSeconds(60)));
        known.add(change("scores", "tier", 7, 2, NOON));
        known.add(change("scores", "tier", 8, 2, NOON));
        known.add(change("other", "tier", 7, 1, NOON));

        assertThat(known.all()).hasSize(4);
        assertThat(known.all().getFirst().pipeline()).isEqualTo("other");
        assertThat(known.all().get(1).at()).isEqualTo(NOON);
    }

    @Test
    void forgetsTheOldestOfAPipelineBeyondAThousand() {
        for (int version = 0; version < 1_005; version++) {
            known.add(change("scores", "tier", version, 1, NOON));
        }
        known.add(change("other", "tier", 0, 1, NOON));

        assertThat(known.all()).hasSize(1_001);
        assertThat(known.all().get(1).tableVersion()).isEqualTo(5);
    }

    private static SchemaChangeV1 change(
            String pipeline, String column, long tableVersion, long configVersion, Instant at) {
        return new SchemaChangeV1(
                "test",
                "main.ml.scores",
                pipeline,
                Change.REMOVED,
                column,
                "string",
                null,
                "evidence",
                tableVersion,
                "pause",
                List.of(),
                at,
                configVersion,
                "paused",
                null);
    }
}
