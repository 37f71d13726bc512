package io.penstock.identity.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparseStoreTest {
    /** More than one slice, less than two. */
    private static final int BEFORE = 400;

    private static final byte[] VALUE = {7};

    @TempDir
    Path folder;

    private KeyValueStore<Bytes, byte[]> store;

    @BeforeEach
    void open() {
        var context = new MockProcessorContext<String, Object>(new Properties(), new TaskId(0, 0), folder.toFile());
        store = Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore("sparse"), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingDisabled()
                .withCachingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void answersWithoutTheStoreForWhatWasNeverPut() {
        SparseStore sparse = new SparseStore(store, 1_000);

        assertThat(isAsked(sparse)).isFalse();
    }

    @Test
    void asksTheStoreUntilItHasReadWhatWasThereBefore() {
        for (int i = 0; i < BEFORE; i++) {
            store.put(key("before-" + i), VALUE);
        }
        SparseStore sparse = new SparseStore(store, 1_000);

        assertThat(isAsked(sparse)).isTrue();
        for (int i = 0; i < BEFORE; i++) {
            assertThat(sparse.get(key("before-" + i))).isEqualTo(VALUE);
        }
        assertThat(isAsked(sparse)).isFalse();
        for (int i = 0; i < BEFORE; i++) {
            assertThat(sparse.get(key("before-" + i))).isEqualTo(VALUE);
        }
    }

    @Test
    void answersLikeItsStoreHoweverOftenItStartsAnew() {
        Random random = new Random(3);
        Map<Bytes, byte[]> expected = new HashMap<>();
        SparseStore sparse = new SparseStore(store, 64);
        for (int i = 0; i < 20_000; i++) {
            // Of different lengths, so that some are the beginning of others.
            Bytes key = key("k".repeat(random.nextInt(1, 12)) + random.nextInt(2_000));
            switch (random.nextInt(4)) {
                case 0 -> {
                    byte[] value = {(byte) i};
                    sparse.put(key, value);
                    expected.put(key, value);
                }
                case 1 -> {
                    sparse.delete(key);
                    expected.remove(key);
                }
                default -> assertThat(sparse.get(key)).as("%s", key).isEqualTo(expected.get(key));
            }
            if (i % 3_000 == 0) {
                sparse = new SparseStore(store, 1_000);
            }
        }
        assertThat(expected).hasSizeGreaterThan(1_000);
    }

    /** Whether it finds what was put behind its back. */
    private boolean isAsked(SparseStore sparse) {
        Bytes hidden = key("hidden");
        store.put(hidden, VALUE);
        boolean found = sparse.get(hidden) != null;
        store.delete(hidden);
        return found;
    }

    private static Bytes key(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
