package io.penstock.identity.streams;

import io.penstock.identity.core.ProfileIds;
import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.DecisionV1;
import io.penstock.schemas.IdentityChangeV1;
import io.penstock.schemas.IdentityHandoverV1;
import io.penstock.schemas.IdentityLogEntryV1;
import io.penstock.schemas.ProfileV1;
import io.penstock.schemas.ResolvedV1;
import io.penstock.schemas.Topic;
import io.penstock.schemas.Topics;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The three parts of the application, joined only by topics of the catalogue:
 *
 * <pre>
 * records ─► log-writer ─► identity-log ─► resolver ─► identity-changes ─► profile-owner ─► profiles, resolved
 *                                             ├─► decisions                   ▲    │
 *                                             └─► dead-letters     identity-handover
 * </pre>
 *
 * The loop through {@code identity-handover} is a source and a sink of one part, which only the Processor API can say.
 */
public final class IdentityTopology {
    private static final List<String> RESOLVER_STORES =
            List.of(Names.IDS, Names.PROFILES, Names.ALIASES, Names.MARKS, Names.META);

    private IdentityTopology() {}

    /** Builds it. Names of operators and stores never depend on the arguments. */
    public static Topology build(IdentityConfigs configs, ProfileIds ids) {
        Topology topology = new Topology();
        addLogWriter(topology, configs);
        addResolver(topology, ids);
        addProfileOwner(topology);
        return topology;
    }

    private static void addLogWriter(Topology topology, IdentityConfigs configs) {
        source(topology, Names.RECORDS_SOURCE, Topics.RECORDS);
        topology.addProcessor(Names.LOG_WRITER, () -> new LogWriter(configs), Names.RECORDS_SOURCE);
        Topic<IdentityLogEntryV1> log = Topics.IDENTITY_LOG;
        sink(topology, Names.LOG_SINK, log, Names.LOG_WRITER);
    }

    private static void addResolver(Topology topology, ProfileIds ids) {
        source(topology, Names.LOG_SOURCE, Topics.IDENTITY_LOG);
        topology.addProcessor(Names.RESOLVER, () -> new ResolverProcessor(ids), Names.LOG_SOURCE);
        RESOLVER_STORES.forEach(name -> topology.addStateStore(resolverStore(name), Names.RESOLVER));
        Topic<IdentityChangeV1> changes = Topics.IDENTITY_CHANGES;
        Topic<DecisionV1> decisions = Topics.DECISIONS;
        Topic<DeadLetterV1> deadLetters = Topics.DEAD_LETTERS;
        sink(topology, Names.CHANGES_SINK, changes, Names.RESOLVER);
        sink(topology, Names.DECISIONS_SINK, decisions, Names.RESOLVER);
        sink(topology, Names.UNIDENTIFIED_SINK, deadLetters, Names.RESOLVER);
    }

    private static void addProfileOwner(Topology topology) {
        source(topology, Names.CHANGES_SOURCE, Topics.IDENTITY_CHANGES);
        source(topology, Names.HANDOVER_SOURCE, Topics.IDENTITY_HANDOVER);
        topology.addProcessor(Names.CHANGE_OWNER, ProfileOwner.changes(), Names.CHANGES_SOURCE);
        topology.addProcessor(Names.HANDOVER_OWNER, ProfileOwner.handovers(), Names.HANDOVER_SOURCE);
        topology.addStateStore(ownedStore(), Names.CHANGE_OWNER, Names.HANDOVER_OWNER);
        Topic<ProfileV1> profiles = Topics.PROFILES;
        Topic<ResolvedV1> resolved = Topics.RESOLVED;
        Topic<IdentityHandoverV1> handover = Topics.IDENTITY_HANDOVER;
        sink(topology, Names.PROFILES_SINK, profiles, Names.CHANGE_OWNER, Names.HANDOVER_OWNER);
        sink(topology, Names.RESOLVED_SINK, resolved, Names.CHANGE_OWNER);
        sink(topology, Names.HANDOVER_SINK, handover, Names.CHANGE_OWNER, Names.HANDOVER_OWNER);
    }

    private static <V> void source(Topology topology, String name, Topic<V> topic) {
        topology.addSource(
                name, topic.keySerde().deserializer(), topic.valueSerde().deserializer(), topic.name());
    }

    private static <V> void sink(Topology topology, String name, Topic<V> topic, String... parents) {
        topology.addSink(
                name,
                topic.name(),
                topic.keySerde().serializer(),
                topic.valueSerde().serializer(),
                parents);
    }

    private static StoreBuilder<KeyValueStore<Bytes, byte[]>> resolverStore(String name) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingDisabled();
    }

    private static StoreBuilder<KeyValueStore<String, ProfileV1>> ownedStore() {
        return Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(Names.OWNED),
                        Topics.PROFILES.keySerde(),
                        Topics.PROFILES.valueSerde())
                .withCachingDisabled();
    }
}
