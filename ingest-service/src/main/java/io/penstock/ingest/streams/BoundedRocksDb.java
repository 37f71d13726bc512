package io.penstock.ingest.streams;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * One budget for what RocksDB holds of all stores of this process: blocks, indexes, filters and unwritten entries. By
 * default each partition of each store has 50 MB of blocks, 48 MB of unwritten entries, and indexes that grow with the
 * rows.
 *
 * <p>The recipe is Kafka's own (Streams developer guide, "Memory Management"). RocksDB makes this class itself, so the
 * budget is shared through statics; it is made once and never closed.
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {
    private static final long BYTES = 48L * 1024 * 1024;
    private static final long OF_THESE_UNWRITTEN = 32L * 1024 * 1024;
    private static final long WRITE_BUFFER = 8L * 1024 * 1024;
    private static final int SHARD_BITS = -1;

    static {
        RocksDB.loadLibrary();
    }

    private static final Cache CACHE = new LRUCache(BYTES, SHARD_BITS, false, 0.1);
    private static final WriteBufferManager UNWRITTEN = new WriteBufferManager(OF_THESE_UNWRITTEN, CACHE);

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        BlockBasedTableConfig tables = (BlockBasedTableConfig) options.tableFormatConfig();
        tables.setBlockCache(CACHE);
        tables.setCacheIndexAndFilterBlocks(true);
        tables.setCacheIndexAndFilterBlocksWithHighPriority(true);
        tables.setPinTopLevelIndexAndFilter(true);
        options.setWriteBufferManager(UNWRITTEN);
        options.setWriteBufferSize(WRITE_BUFFER);
        options.setMaxWriteBufferNumber(2);
        options.setTableFormatConfig(tables);
    }

    @Override
    public void close(String storeName, Options options) {
        // the cache and the buffer manager belong to all stores
    }
}
