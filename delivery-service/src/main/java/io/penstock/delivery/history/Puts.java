package io.penstock.delivery.history;

import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * Keys and values that are written together. Best put in the order of their keys: the database finds the place of the
 * next one from that of the last. Not thread-safe.
 */
final class Puts implements AutoCloseable {
    /** One for all commits: it keeps its memory. */
    private final WriteBatch batch = new WriteBatch();

    void put(byte[] key, byte[] value) {
        try {
            batch.put(key, value);
        } catch (RocksDBException e) {
            throw new IllegalStateException("the history has no memory for more", e);
        }
    }

    /** All of them; of one key the last value counts. */
    WriteBatch all() {
        return batch;
    }

    /** They are written. */
    void clear() {
        batch.clear();
    }

    @Override
    public void close() {
        batch.close();
    }
}
