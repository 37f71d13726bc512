package io.penstock.identity.app;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;

/** How far stores have been read back from their changelogs since the start. Thread-safe. */
final class RestoreProgress implements StateRestoreListener {
    private record Reading(long restored, long total) {}

    /** Changelog offsets, markers of transactions included. */
    record Sum(long restored, long total) {}

    private final Map<TopicPartition, Reading> readings = new ConcurrentHashMap<>();

    /** Over all stores that were restored or are; both 0 if none had to be. */
    Sum sum() {
        long restored = 0;
        long total = 0;
        for (Reading reading : readings.values()) {
            restored += reading.restored();
            total += reading.total();
        }
        return new Sum(restored, total);
    }

    @Override
    public void onRestoreStart(TopicPartition changelog, String store, long from, long end) {
        readings.put(changelog, new Reading(0, end - from));
    }

    @Override
    public void onBatchRestored(TopicPartition changelog, String store, long batchEnd, long count) {
        readings.computeIfPresent(
                changelog,
                (_, before) -> new Reading(Math.min(before.total(), before.restored() + count), before.total()));
    }

    @Override
    public void onRestoreEnd(TopicPartition changelog, String store, long count) {
        readings.computeIfPresent(changelog, (_, before) -> new Reading(before.total(), before.total()));
    }

    @Override
    public void onRestoreSuspended(TopicPartition changelog, String store, long count) {
        readings.remove(changelog);
    }
}
