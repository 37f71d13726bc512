package io.penstock.transform.streams;

import io.penstock.schemas.JsonSerde;
import io.penstock.schemas.TransformMergeV1;
import io.penstock.transform.core.Remembered;
import io.penstock.transform.core.Side;
import io.penstock.transform.core.ledger.LedgerPage;
import io.penstock.transform.core.ledger.RowMemory;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** Names and formats of the state stores. A new name or format is a new state: the old one is lost. */
final class StateStores {
    /** Profile id to {@link Person}; of versions before {@link #STANDINGS}. */
    static final String PERSONS = "persons";
    /** Profile id to {@link Standing}. */
    static final String STANDINGS = "standings";
    /** Profile id, pipeline and emit to {@link Side}; of versions before {@link #STANDINGS}. */
    static final String SIDES = "sides";
    /** Profile id, pipeline, emit and row to {@link Remembered}. */
    static final String REMEMBERED = "remembered";
    /** Profile id and number in line to {@link WaitingRoom.Held}. */
    static final String WAITING = "waiting";
    /** Deadline, profile id and number in line to nothing; in order of time. */
    static final String DEADLINES = "wait-deadlines";
    /** Counts of {@link Occupancy}; in memory alone. */
    static final String OCCUPANCY = "occupancy";

    /** Profile id to {@link Handovers.Expected}. */
    static final String HANDOVERS = "handovers";
    /** Deadline, profile id and absorbed profile's id to nothing; in order of time. */
    static final String HANDOVER_DEADLINES = "handover-deadlines";

    /** Profile id and destination to {@link Presence}; of versions before {@link #STANDINGS}. */
    static final String PRESENCE = "presence";
    /** Profile id and merge id to {@link TransformMergeV1.Merge}. */
    static final String MERGES = "merges";
    /** End of the hold, profile id and merge id of merges that can still go out to nothing; in order of time. */
    static final String MERGE_DEADLINES = "merge-deadlines";

    /**
     * Profile id, destination, address type and value to {@link LedgerPage}; of versions before {@link #STANDINGS}. A
     * page still has this name when it moves to a survivor.
     */
    static final String LEDGER = "ledger";
    /** Profile id, pipeline and emit to {@link RowMemory}. */
    static final String EVENT_ROWS = "event-rows";

    /** Profile id, pipeline and emit to {@link Stays.Stay}. */
    static final String STAYS = "stays";
    /** End, profile id, pipeline and emit to nothing; in order of time. */
    static final String STAY_DEADLINES = "stay-deadlines";

    /** A person has several pages, and each may have the size of a usual record. */
    private static final String LARGEST_STANDING = Integer.toString(8 * 1024 * 1024);

    /** Between the parts of a key; no part holds it. */
    static final String SEPARATOR = "\u0000";

    private StateStores() {}

    static List<StoreBuilder<?>> builders(Function<String, KeyValueBytesStoreSupplier> kind) {
        return List.of(
                builder(kind.apply(PERSONS), new JsonSerde<>(Person.class)),
                Stores.keyValueStoreBuilder(kind.apply(STANDINGS), Serdes.String(), Standing.serde())
                        .withCachingDisabled()
                        .withLoggingEnabled(Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, LARGEST_STANDING)),
                builder(kind.apply(SIDES), PersonalState.sides()),
                builder(kind.apply(REMEMBERED), new JsonSerde<>(Remembered.class)),
                builder(kind.apply(WAITING), new JsonSerde<>(WaitingRoom.Held.class)),
                builder(kind.apply(DEADLINES), Serdes.String()),
                Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(OCCUPANCY), Serdes.Integer(), Serdes.Integer())
                        .withCachingDisabled()
                        .withLoggingDisabled(),
                builder(kind.apply(PRESENCE), PersonalState.presences()),
                builder(kind.apply(MERGES), new JsonSerde<>(TransformMergeV1.Merge.class)),
                builder(kind.apply(MERGE_DEADLINES), Serdes.String()),
                builder(kind.apply(LEDGER), LedgerState.pages()),
                builder(kind.apply(EVENT_ROWS), LedgerState.rows()),
                builder(kind.apply(STAYS), new JsonSerde<>(Stays.Stay.class)),
                builder(kind.apply(STAY_DEADLINES), Serdes.String()),
                builder(kind.apply(HANDOVERS), new JsonSerde<>(Handovers.Expected.class)),
                builder(kind.apply(HANDOVER_DEADLINES), Serdes.String()));
    }

    private static <V> StoreBuilder<?> builder(KeyValueBytesStoreSupplier kind, Serde<V> values) {
        return Stores.keyValueStoreBuilder(kind, Serdes.String(), values).withCachingDisabled();
    }

    /** Everything of one profile starts with this. */
    static String prefix(String profileId) {
        return profileId + SEPARATOR;
    }

    /** A time as text that sorts like the time. */
    static String padded(long millis) {
        return "%020d".formatted(Math.max(0, millis));
    }
}
