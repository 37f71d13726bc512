package io.penstock.delivery.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Bounds of the reading.
 *
 * @param process unlike that of any other process
 * @param groupInstanceId stable over restarts, unique among workers
 * @param pollRecords most records taken from the broker at one time
 * @param bufferedRecords most records in memory without an outcome, give or take one poll
 * @param bufferedBytes most memory for them, give or take one poll
 * @param commitEvery shortest time between two transactions
 * @param liveWithin a call owed later than this after it became true is back-fill
 */
public record LoopSettings(
        String process,
        String groupInstanceId,
        int pollRecords,
        int bufferedRecords,
        long bufferedBytes,
        Duration commitEvery,
        Duration liveWithin) {
    private static final String GROUP = "penstock-delivery";
    private static final int LARGEST_FETCH = 8 * 1024 * 1024;

    /** @param clientSettings address and security of the broker */
    public KafkaConsumer<String, byte[]> consumer(Map<String, Object> clientSettings) {
        Map<String, Object> consumer = new HashMap<>(clientSettings);
        consumer.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
        // Classic protocol, static member: a restarted worker goes on at once instead of after the session time-out.
        consumer.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        consumer.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, groupInstanceId);
        // Eager on purpose: a rebalance ends with one list of what is ours.
        consumer.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, RangeAssignor.class.getName());
        consumer.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        consumer.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        consumer.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        consumer.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, pollRecords);
        consumer.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, LARGEST_FETCH);
        return new KafkaConsumer<>(consumer, new StringDeserializer(), new ByteArrayDeserializer());
    }
}
