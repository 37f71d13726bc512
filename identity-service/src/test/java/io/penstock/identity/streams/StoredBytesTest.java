package io.penstock.identity.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.identity.core.HeapIdentityStore;
import io.penstock.identity.core.IdentityStore;
import io.penstock.identity.core.LogEntry;
import io.penstock.identity.core.Observation;
import io.penstock.identity.core.ProfileIds;
import io.penstock.identity.core.RandomOrders;
import io.penstock.identity.core.Resolver;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same log leaves the same bytes in every store, whoever folds it and however often it stops in between. */
class StoredBytesTest {
    private static final int SEEDS = 4;
    private static final int ENTRIES = 200;
    private static final List<String> STORES =
            List.of(Names.IDS, Names.PROFILES, Names.ALIASES, Names.MARKS, Names.META);

    @TempDir
    Path folder;

    private final Resolver resolver = new Resolver(new ProfileIds("a secret of the tests"));

    @Test
    void aLogFoldedTwiceLeavesTheSameBytes() {
        for (int seed = 0; seed < SEEDS; seed++) {
            List<LogEntry> log = log(seed);
            TreeMap<String, String> once = folded(log, ENTRIES);
            assertThat(once).as("seed %d", seed).isNotEmpty().isEqualTo(folded(log, ENTRIES));
        }
    }

    @Test
    void aFoldThatStartsAnewOnItsStoresLeavesTheSameBytes() {
        for (int seed = 0; seed < SEEDS; seed++) {
            List<LogEntry> log = log(seed);
            assertThat(folded(log, 7)).as("seed %d", seed).isEqualTo(folded(log, ENTRIES));
        }
    }

    @Test
    void aFoldInTheHeapIsStoredInTheSameBytes() {
        for (int seed = 0; seed < SEEDS; seed++) {
            List<LogEntry> log = log(seed);
            HeapIdentityStore heap = new HeapIdentityStore();
            log.forEach(entry -> resolver.step(heap, entry));
            TreeMap<String, String> expected = new TreeMap<>();
            heap.profiles("acme")
                    .forEach((sequence, profile) -> expected.put(
                            hex(StoreKeys.sequence("acme", sequence).get()), hex(StoredValues.profile(profile))));
            heap.owners("acme")
                    .forEach((identifier, sequence) -> expected.put(
                            hex(StoreKeys.identifier("acme", identifier).get()), hex(StoredValues.number(sequence))));
            TreeMap<String, String> stored = new TreeMap<>();
            folded(log, ENTRIES).forEach((key, value) -> {
                if (key.startsWith(Names.PROFILES + " ") || key.startsWith(Names.IDS + " ")) {
                    stored.put(key.substring(key.indexOf(' ') + 1), value);
                }
            });
            assertThat(stored).as("seed %d", seed).isEqualTo(expected);
        }
    }

    /** All stores as text, after a fold whose caches are lost after each number of entries. */
    private TreeMap<String, String> folded(List<LogEntry> log, int entriesPerLife) {
        MockProcessorContext<String, Object> context =
                new MockProcessorContext<>(new Properties(), new TaskId(0, 0), folder.toFile());
        List<KeyValueStore<Bytes, byte[]>> stores =
                STORES.stream().map(StoredBytesTest::inMemory).toList();
        stores.forEach(store -> {
            store.init(context.getStateStoreContext(), store);
            context.addStateStore(store);
        });
        IdentityStore state = new StateIdentityStore(context, 64);
        for (int i = 0; i < log.size(); i++) {
            if (i > 0 && i % entriesPerLife == 0) {
                state = new StateIdentityStore(context, 64);
            }
            resolver.step(state, log.get(i));
        }
        TreeMap<String, String> all = new TreeMap<>();
        stores.forEach(store -> {
            try (KeyValueIterator<Bytes, byte[]> entries = store.all()) {
                while (entries.hasNext()) {
                    KeyValue<Bytes, byte[]> entry = entries.next();
                    all.put(store.name() + " " + hex(entry.key.get()), hex(entry.value));
                }
            }
            store.close();
        });
        return all;
    }

    /** Rules, observations and every kind of order. */
    private static List<LogEntry> log(int seed) {
        Random random = new Random(seed);
        RandomOrders orders = new RandomOrders(random);
        List<LogEntry> log = new ArrayList<>();
        log.add(new LogEntry.Configure("acme", 0, 1, orders.rules()));
        for (long offset = 1; offset < ENTRIES; offset++) {
            Instant at = Instant.parse("2026-11-01T10:00:00Z").plusSeconds(3600 * offset);
            log.add(
                    random.nextInt(5) > 0
                            ? new LogEntry.Observe(
                                    "acme",
                                    offset,
                                    at,
                                    new Observation(
                                            "record-" + offset,
                                            "people",
                                            at,
                                            orders.identifiers(1 + random.nextInt(4))))
                            : new LogEntry.Command("acme", offset, at, "command-" + offset, orders.order()));
        }
        return log;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static KeyValueStore<Bytes, byte[]> inMemory(String name) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingDisabled()
                .withCachingDisabled()
                .build();
    }
}
