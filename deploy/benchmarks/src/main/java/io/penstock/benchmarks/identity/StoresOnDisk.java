package io.penstock.benchmarks.identity;

import io.penstock.identity.core.IdentityStore;
import io.penstock.identity.streams.BoundedRocksDb;
import io.penstock.identity.streams.IdentityTopology;
import io.penstock.identity.streams.StateIdentityStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.LiveFileMetaData;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** The resolver's stores as a task has them, on a folder of their own, without a broker: no changelog. */
final class StoresOnDisk implements AutoCloseable {
    private static final String IDS = "identity-ids";

    private final Path folder;
    private final List<KeyValueStore<Bytes, byte[]>> stores;
    private final IdentityStore store;
    private boolean closed;

    /** Bytes of the files after compaction: of the index from identifier to profile, and of everything else. */
    record Size(long ids, long others) {}

    private StoresOnDisk(Path folder, int cached) {
        this.folder = folder;
        Properties settings = new Properties();
        settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
        var context = new MockProcessorContext<String, Object>(settings, new TaskId(0, 0), folder.toFile());
        stores = IdentityTopology.resolverStores().stream()
                .map(builder -> builder.withLoggingDisabled().build())
                .toList();
        stores.forEach(one -> {
            one.init(context.getStateStoreContext(), one);
            context.addStateStore(one);
        });
        store = new StateIdentityStore(context, cached);
    }

    /** @param cached identifiers in the resolver's cache */
    static StoresOnDisk open(Path folder, int cached) throws IOException {
        Files.createDirectories(folder);
        return new StoresOnDisk(folder, cached);
    }

    IdentityStore store() {
        return store;
    }

    /** Writes everything out, compacts each store as the service would in time, and measures the files. */
    Size closeAndMeasure() throws IOException, RocksDBException {
        close();
        long ids = 0;
        long others = 0;
        for (KeyValueStore<Bytes, byte[]> one : stores) {
            Path database = folder.resolve("rocksdb").resolve(one.name());
            long bytes = compacted(database);
            if (one.name().equals(IDS)) {
                ids += bytes;
            } else {
                others += bytes;
            }
        }
        return new Size(ids, others);
    }

    /** Bytes of the files that are in use afterwards: what was compacted away may still lie beside them. */
    private static long compacted(Path database) throws RocksDBException {
        BlockBasedTableConfig table =
                new BlockBasedTableConfig().setFilterPolicy(new BloomFilter()).setBlockSize(4096L);
        try (Options listing = new Options();
                ColumnFamilyOptions family = new ColumnFamilyOptions()
                        .setCompressionType(CompressionType.NO_COMPRESSION)
                        .setTableFormatConfig(table);
                DBOptions options = new DBOptions()) {
            List<ColumnFamilyDescriptor> families = RocksDB.listColumnFamilies(listing, database.toString()).stream()
                    .map(name -> new ColumnFamilyDescriptor(name, family))
                    .toList();
            List<ColumnFamilyHandle> handles = new ArrayList<>();
            try (RocksDB db = RocksDB.open(options, database.toString(), families, handles)) {
                for (ColumnFamilyHandle handle : handles) {
                    db.compactRange(handle);
                }
                handles.forEach(ColumnFamilyHandle::close);
                return db.getLiveFilesMetaData().stream()
                        .mapToLong(LiveFileMetaData::size)
                        .sum();
            }
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            stores.forEach(KeyValueStore::close);
        }
    }
}
