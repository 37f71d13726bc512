package io.penstock.identity.streams;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.IndexType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * One block cache and one write buffer for all stores of the process: 96 MiB together, however many tasks it has. The
 * defaults are 50 MiB of cache and 48 MiB of buffers for each of the seven stores of each task.
 *
 * <p>Shared by all instances on purpose, as Kafka's own memory guide has it: Kafka Streams makes one instance per
 * store.
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {
    private static final long CACHE_BYTES = 96L * 1024 * 1024;
    private static final long BUFFER_BYTES = 32L * 1024 * 1024;
    /** Parts of the cache with a lock and a share of the bytes each: 6 MiB hold any block, and few threads read. */
    private static final int CACHE_PARTS_BITS = 4;

    private static final double SHARE_OF_INDEXES = 0.3;
    /** Stores whose keys are mostly looked for and not found. */
    private static final Set<String> ASKED_IN_VAIN = Set.of(Names.IDS, Names.MARKS);

    private static final double FILTER_OF_BUFFER = 0.01;

    static {
        RocksDB.loadLibrary();
    }

    private static final Cache CACHE = new LRUCache(CACHE_BYTES, CACHE_PARTS_BITS, false, SHARE_OF_INDEXES);
    private static final WriteBufferManager BUFFER = new WriteBufferManager(BUFFER_BYTES, CACHE);

    /** Called by Kafka Streams. */
    public BoundedRocksDb() {}

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(CACHE);
        table.setCacheIndexAndFilterBlocks(true);
        table.setCacheIndexAndFilterBlocksWithHighPriority(true);
        // Whole filters and indexes grow with their files: one that does not fit into the cache is read again for
        // every key that is not there.
        table.setIndexType(IndexType.kTwoLevelIndexSearch);
        table.setPartitionFilters(true);
        table.setMetadataBlockSize(table.blockSize());
        table.setPinTopLevelIndexAndFilter(true);
        table.setPinL0FilterAndIndexBlocksInCache(true);
        options.setWriteBufferManager(BUFFER);
        options.setTableFormatConfig(table);
        // Kafka Streams leaves out the filter of the oldest and largest file, which costs every key that is not there a
        // block of it; here caches answer for what is there, and most of what is read is not.
        options.setOptimizeFiltersForHits(false);
        // A store has one writer.
        options.setAllowConcurrentMemtableWrite(false);
        if (ASKED_IN_VAIN.contains(storeName)) {
            options.setMemtablePrefixBloomSizeRatio(FILTER_OF_BUFFER);
            options.setMemtableWholeKeyFiltering(true);
        }
    }

    @Override
    public void close(String storeName, Options options) {
        // Cache and buffer belong to the process.
    }
}
