package io.penstock.ingest.streams;

import io.penstock.schemas.Topic;
import io.penstock.schemas.Topics;
import java.util.List;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
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
    /** Names of the topics that are written, besides the changelog. */
    public static final List<String> WRITTEN = List.of(Topics.RECORDS.name(), Topics.DEAD_LETTERS.name());
    /** The sink of changes. */
    static final String RECORDS = "records";
    /** The sink of reads that cannot be records. */
    static final String DEAD_LETTERS = "dead-letters";

    private FilterTopology() {}

    /** Builds it. */
    public static Topology build(FilterCounters counters) {
        Topology topology = new Topology();
        topology.addSource("reads", new ByteArrayDeserializer(), new ReadDeserializer(), Topics.READS.name());
        topology.addProcessor("filter", () -> new FilterProcessor(counters), "reads");
        topology.addStateStore(
                Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(STORE), Serdes.ByteArray(), Serdes.ByteArray()),
                "filter");
        addSink(topology, RECORDS, Topics.RECORDS);
        addSink(topology, DEAD_LETTERS, Topics.DEAD_LETTERS);
        return topology;
    }

    /** The filter hands over bytes; they are what the topic's serdes would make. */
    private static void addSink(Topology topology, String name, Topic<?> topic) {
        topology.addSink(name, topic.name(), new ByteArraySerializer(), new ByteArraySerializer(), "filter");
    }
}
