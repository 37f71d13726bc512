package io.penstock.ingest.streams;

import io.penstock.ingest.rows.RowMessages;
import io.penstock.schemas.RecordV1;
import io.penstock.schemas.Topics;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/**
 * {@code reads → seen → records}, and dead letters beside them. Every operator and store is named, so that state
 * survives changes of the topology.
 */
public final class FilterTopology {
    /** Application id; also the group and the prefix of the changelog. */
    public static final String APPLICATION_ID = "penstock-ingest-filter";
    /** The store: key of the read to what is remembered of its row. */
    public static final String STORE = "seen";
    /** The sink of changes. */
    static final String RECORDS = "records";
    /** The sink of reads that cannot be records. */
    static final String DEAD_LETTERS = "dead-letters";

    private FilterTopology() {}

    /** Builds it. */
    public static Topology build(FilterCounters counters) {
        Topology topology = new Topology();
        topology.addSource(
                "reads", Topics.READS.keySerde().deserializer(), new ReadDeserializer(), Topics.READS.name());
        topology.addProcessor("filter", () -> new FilterProcessor(counters), "reads");
        topology.addStateStore(
                Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(STORE), Serdes.String(), new RememberedSerde()),
                "filter");
        topology.addSink(
                RECORDS, Topics.RECORDS.name(), Topics.RECORDS.keySerde().serializer(), changes(), "filter");
        topology.addSink(
                DEAD_LETTERS,
                Topics.DEAD_LETTERS.name(),
                Topics.DEAD_LETTERS.keySerde().serializer(),
                Topics.DEAD_LETTERS.valueSerde().serializer(),
                "filter");
        return topology;
    }

    private static Serializer<RecordV1> changes() {
        ThreadLocal<RowMessages> messages = ThreadLocal.withInitial(RowMessages::new);
        return (topic, change) -> change == null ? null : messages.get().write(change);
    }
}
