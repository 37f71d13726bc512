package io.penstock.identity.streams;

import io.penstock.identity.core.IdentityStore;
import io.penstock.identity.core.IdentityStoreContract;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class StateIdentityStoreTest extends IdentityStoreContract {
    @TempDir
    Path folder;

    private List<KeyValueStore<Bytes, byte[]>> stores = List.of();

    @Override
    protected IdentityStore emptyStore() {
        var context = new MockProcessorContext<String, Object>(
                new Properties(), new org.apache.kafka.streams.processor.TaskId(0, 0), folder.toFile());
        stores = List.of(Names.IDS, Names.PROFILES, Names.ALIASES, Names.MARKS, Names.META).stream()
                .map(StateIdentityStoreTest::rocksDb)
                .toList();
        stores.forEach(store -> {
            store.init(context.getStateStoreContext(), store);
            context.addStateStore(store);
        });
        return new StateIdentityStore(context, 64);
    }

    @AfterEach
    void close() {
        stores.forEach(KeyValueStore::close);
    }

    private static KeyValueStore<Bytes, byte[]> rocksDb(String name) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingDisabled()
                .withCachingDisabled()
                .build();
    }
}
