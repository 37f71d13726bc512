package io.penstock.delivery.history;

import java.util.List;
import java.util.stream.Stream;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.CompactionStyle;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteOptions;

/**
 * How RocksDB keeps the history, which is only added to until it is forgotten: runs of like size are merged, so that
 * each entry is rewritten a few times in all. To be closed after the database.
 */
final class StoreOptions implements AutoCloseable {
    private static final long CACHE_BYTES = 16L << 20;
    private static final long WRITE_BUFFER_BYTES = 32L << 20;
    private static final int BLOCK_BYTES = 16 << 10;
    /** Sorted runs that lie beside each other before some of them become one. */
    private static final int MOST_RUNS = 8;

    private static final int LEVELS = 7;

    /** None for fresh runs, which are merged soon. */
    private static final List<CompressionType> COMPRESSION = Stream.concat(
                    Stream.of(CompressionType.NO_COMPRESSION),
                    Stream.generate(() -> CompressionType.LZ4_COMPRESSION).limit(LEVELS - 1L))
            .toList();

    static {
        RocksDB.loadLibrary(); // before the first of its objects
    }

    private final LRUCache cache = new LRUCache(CACHE_BYTES);
    private final Options database = new Options()
            .setCreateIfMissing(true)
            .setCompactionStyle(CompactionStyle.UNIVERSAL)
            .setNumLevels(LEVELS)
            .setLevel0FileNumCompactionTrigger(MOST_RUNS)
            .setCompressionPerLevel(COMPRESSION)
            .setWriteBufferSize(WRITE_BUFFER_BYTES)
            .setMaxWriteBufferNumber(2)
            .setMaxBackgroundJobs(2)
            .setAllowConcurrentMemtableWrite(false) // one thread writes
            .setKeepLogFileNum(1)
            .setTableFormatConfig(
                    new BlockBasedTableConfig().setBlockCache(cache).setBlockSize(BLOCK_BYTES));
    /** Without a log of its own: what a crash loses is read again, and how far was read is lost with it. */
    private final WriteOptions writing = new WriteOptions().setDisableWAL(true);

    Options database() {
        return database;
    }

    WriteOptions writing() {
        return writing;
    }

    @Override
    public void close() {
        writing.close();
        database.close();
        cache.close();
    }
}
