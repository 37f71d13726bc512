package io.penstock.delivery.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

class PutsTest {
    @TempDir
    Path folder;

    @Test
    void theDatabaseHoldsWhatWasPutWhateverItsLengthAndOfOneKeyTheLastValue() throws RocksDBException {
        int[] lengths = {0, 1, 127, 128, 16_383, 16_384, 3_000_000};
        Puts puts = new Puts();
        for (int round = 0; round < 2; round++) {
            for (int length : lengths) {
                puts.put(bytes("k" + length), value(length, round));
            }
        }
        try (Options options = new Options().setCreateIfMissing(true);
                RocksDB db = RocksDB.open(options, folder.toString());
                WriteOptions once = new WriteOptions();
                WriteBatch all = puts.taken();
                WriteBatch none = puts.taken()) {
            db.write(once, all);
            assertThat(none.count()).isZero();
            for (int length : lengths) {
                assertThat(db.get(bytes("k" + length))).isEqualTo(value(length, 1));
            }
        }
    }

    private static byte[] value(int length, int seed) {
        byte[] value = new byte[length];
        new Random(seed).nextBytes(value);
        return value;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
