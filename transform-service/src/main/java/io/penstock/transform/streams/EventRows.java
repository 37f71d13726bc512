package io.penstock.transform.streams;

import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.ObjectRefV1;
import io.penstock.schemas.OutcomeV1;
import io.penstock.transform.core.ledger.RowMemory;
import io.penstock.transform.core.ledger.Write;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Per profile, rule and, of calls about things, thing: which rows have become calls, so that none becomes one again
 * when it comes again. One per task and processor.
 */
final class EventRows {
    private final KeyValueStore<String, RowMemory> rows;
    private final int most;

    EventRows(KeyValueStore<String, RowMemory> rows, int most) {
        this.rows = rows;
        this.most = most;
    }

    /**
     * Whether no version of the row that is as new has made a call of this rule; it has now. What a newer pipeline
     * makes of the row is an event that was told, but a thing that was not.
     */
    boolean isNew(DeliveryV1 delivery, Write write) {
        String key = key(delivery.profileId(), delivery.pipeline(), delivery.emit(), delivery.object());
        RowMemory memory = memory(key);
        boolean isNew = memory.take(RowMemory.Seen.of(delivery.object() == null ? write : write.byVersion()), most);
        if (isNew) {
            rows.put(key, memory);
        }
        return isNew;
    }

    /** A call came to nothing: its row makes one when it comes again. */
    void failed(String profileId, OutcomeV1 call) {
        String key = key(profileId, call.pipeline(), call.emit(), call.object());
        RowMemory memory = rows.get(key);
        if (memory != null && call.rowKey() != null && memory.forget(call.rowKey(), call.asOf())) {
            rows.put(key, memory);
        }
    }

    /** Takes over what an absorbed profile remembered under the same key. */
    void arrive(String key, RowMemory came) {
        RowMemory memory = memory(key);
        came.rows().forEach(seen -> memory.take(seen, most));
        rows.put(key, memory);
    }

    private RowMemory memory(String key) {
        return Optional.ofNullable(rows.get(key)).orElseGet(() -> new RowMemory(List.of()));
    }

    private static String key(String profileId, String pipeline, String emit, ObjectRefV1 thing) {
        String rule = StateStores.prefix(profileId) + pipeline + StateStores.SEPARATOR + emit;
        return thing == null ? rule : rule + StateStores.SEPARATOR + thing.type() + StateStores.SEPARATOR + thing.id();
    }
}
