package io.penstock.delivery.history;

import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.OutcomeV1;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A store that a test fills, one offset after another. */
final class Filled implements AutoCloseable {
    final HistoryStore store;
    private long next;

    Filled(Path folder) {
        store = new HistoryStore(folder);
    }

    void outcomes(OutcomeV1... outcomes) {
        for (OutcomeV1 each : outcomes) {
            store.put(0, next++, Findable.of(each), Outcomes.text(each).getBytes(StandardCharsets.UTF_8));
        }
        store.commit();
    }

    /** Returns the id of the last one. */
    DeadLetterId letters(DeadLetterV1... letters) {
        for (DeadLetterV1 each : letters) {
            store.put(2, next++, each, Outcomes.text(each).getBytes(StandardCharsets.UTF_8));
        }
        store.commit();
        return new DeadLetterId(2, next - 1);
    }

    @Override
    public void close() {
        store.close();
    }
}
