package io.penstock.identity.streams;

import io.penstock.identity.core.ProfileIds;
import io.penstock.schemas.IdentitySettledV1;
import io.penstock.schemas.Topic;
import io.penstock.schemas.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The three parts of the application, joined only by topics of the catalogue:
 *
 * <pre>
 *              ┌───────────────── what is settled ──────────────────┐
 * records ─► log-writer ─► identity-log ─► resolver ─► identity-changes ─► profile-owner ─► profiles, resolved
 *              ▲                     ▲          ├─► decisions       ▲      ▲    │  │
 *              └── identity-settled ─│──────────┤                   │      └────┘ identity-handover
 *                                    │          └─► dead-letters    │              │
 *                                    └── what does not find its profile ───────────┘
 * </pre>
 *
 * The loops are a source and a sink of one part each, which only the Processor API can say.
 */
public final class IdentityTopology {
    /** Default of how long absorbed profiles say where they went. */
    public static final Duration REDIRECT_RETENTION = Duration.ofDays(90);

    /** Default of how often a task looks whether to commit early. */
    public static final Duration COMMIT_PACE = Duration.ofMillis(100);

    private static final List<String> RESOLVER_STORES =
            List.of(Names.IDS, Names.PROFILES, Names.ALIASES, Names.MARKS, Names.META, Names.CAUSES);

    private IdentityTopology() {}

    /** Builds it with both defaults. */
    public static Topology build(IdentityConfigs configs, ProfileIds ids, Caches caches) {
        return build(configs, ids, caches, REDIRECT_RETENTION, COMMIT_PACE);
    }

    /** Names of the topics that are written, besides those of Kafka Streams itself. */
    public static final List<String> WRITTEN = Stream.of(
                    Topics.IDENTITY_LOG,
                    Topics.IDENTITY_CHANGES,
                    Topics.IDENTITY_SETTLED,
                    Topics.IDENTITY_HANDOVER,
                    Topics.PROFILES,
                    Topics.RESOLVED,
                    Topics.DECISIONS,
                    Topics.DEAD_LETTERS)
            .map(Topic::name)
            .toList();

    /**
     * Builds it. Names of operators and stores never depend on the arguments.
     *
     * @param redirectRetention how long an absorbed profile says where it went; longer than records are kept
     * @param commitPace how often a task with little to do asks for a commit
     */
    public static Topology build(
            IdentityConfigs configs, ProfileIds ids, Caches caches, Duration redirectRetention, Duration commitPace) {
        Redirects.requireLongEnough(redirectRetention);
        Topology topology = new Topology();
        addLogWriter(topology, configs, ids, caches, commitPace);
        addResolver(topology, ids, caches, commitPace);
        addProfileOwner(topology, caches, redirectRetention, commitPace);
        return topology;
    }

    /** The stores of one resolver, as it has them. */
    public static List<StoreBuilder<KeyValueStore<Bytes, byte[]>>> resolverStores() {
        return RESOLVER_STORES.stream().map(IdentityTopology::store).toList();
    }

    private static void addLogWriter(
            Topology topology, IdentityConfigs configs, ProfileIds ids, Caches caches, Duration commitPace) {
        topology.addSource(Names.RECORDS_SOURCE, Frames.noKeys(), Frames.records(), Topics.RECORDS.name());
        source(topology, Names.SETTLED_SOURCE, Topics.IDENTITY_SETTLED, Frames.readsSettled());
        topology.addProcessor(
                Names.LOG_WRITER,
                () -> new LogWriter(configs, ids, caches.settledPairs(), new CommitPace(commitPace)),
                Names.RECORDS_SOURCE,
                Names.SETTLED_SOURCE);
        sink(topology, Names.LOG_SINK, Topics.IDENTITY_LOG, Frames.writesLog(), Names.LOG_WRITER);
        sink(topology, Names.BYPASS_SINK, Topics.IDENTITY_CHANGES, Frames.writesChanges(), Names.LOG_WRITER);
    }

    private static void addResolver(Topology topology, ProfileIds ids, Caches caches, Duration commitPace) {
        source(topology, Names.LOG_SOURCE, Topics.IDENTITY_LOG, Frames.readsLog());
        topology.addProcessor(
                Names.RESOLVER,
                () -> new ResolverProcessor(ids, caches.identifiers(), new CommitPace(commitPace)),
                Names.LOG_SOURCE);
        resolverStores().forEach(store -> topology.addStateStore(store, Names.RESOLVER));
        sink(topology, Names.CHANGES_SINK, Topics.IDENTITY_CHANGES, Frames.writesChanges(), Names.RESOLVER);
        sink(topology, Names.DECISIONS_SINK, Topics.DECISIONS, Frames.writesDecisions(), Names.RESOLVER);
        sink(topology, Names.UNIDENTIFIED_SINK, Topics.DEAD_LETTERS, Names.RESOLVER);
        Topic<IdentitySettledV1> settled = Topics.IDENTITY_SETTLED;
        topology.addSink(
                Names.SETTLED_SINK,
                settled.name(),
                settled.keySerde().serializer(),
                Frames.writesSettled(),
                new ToWhoAsked(),
                Names.RESOLVER);
    }

    private static void addProfileOwner(
            Topology topology, Caches caches, Duration redirectRetention, Duration commitPace) {
        topology.addSource(
                Names.CHANGES_SOURCE, Frames.noKeys(), Frames.readsChanges(), Topics.IDENTITY_CHANGES.name());
        source(topology, Names.HANDOVER_SOURCE, Topics.IDENTITY_HANDOVER);
        ByteBudget remembered = new ByteBudget(caches.profileBytes());
        topology.addProcessor(
                Names.OWNER,
                () -> new ProfileOwner(remembered, redirectRetention, new CommitPace(commitPace)),
                Names.CHANGES_SOURCE,
                Names.HANDOVER_SOURCE);
        topology.addStateStore(store(Names.OWNED), Names.OWNER);
        topology.addStateStore(store(Names.REDIRECTS), Names.OWNER);
        sink(topology, Names.PROFILES_SINK, Topics.PROFILES, Frames.writesProfiles(), Names.OWNER);
        sink(topology, Names.RESOLVED_SINK, Topics.RESOLVED, Frames.writesResolved(), Names.OWNER);
        sink(topology, Names.HANDOVER_SINK, Topics.IDENTITY_HANDOVER, Names.OWNER);
        sink(topology, Names.RETURN_SINK, Topics.IDENTITY_LOG, Frames.writesLog(), Names.OWNER);
    }

    private static <V> void source(Topology topology, String name, Topic<V> topic) {
        source(topology, name, topic, topic.valueSerde().deserializer());
    }

    private static void source(Topology topology, String name, Topic<?> topic, Deserializer<?> values) {
        topology.addSource(name, topic.keySerde().deserializer(), values, topic.name());
    }

    private static <V> void sink(Topology topology, String name, Topic<V> topic, String parent) {
        sink(topology, name, topic, topic.valueSerde().serializer(), parent);
    }

    private static void sink(Topology topology, String name, Topic<?> topic, Serializer<?> values, String parent) {
        topology.addSink(name, topic.name(), topic.keySerde().serializer(), values, parent);
    }

    private static StoreBuilder<KeyValueStore<Bytes, byte[]>> store(String name) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingDisabled();
    }

    /** An answer goes to the partition that asked, a raised epoch to all. */
    private static final class ToWhoAsked implements StreamPartitioner<String, IdentitySettledV1> {
        @Override
        public Optional<Set<Integer>> partitions(String topic, String key, IdentitySettledV1 value, int count) {
            return switch (value.kind()) {
                case SETTLED -> Optional.of(Set.of(Math.floorMod(value.partition(), count)));
                case EPOCH -> Optional.of(IntStream.range(0, count).boxed().collect(Collectors.toSet()));
            };
        }
    }
}
