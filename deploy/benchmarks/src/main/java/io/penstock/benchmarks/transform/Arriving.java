package io.penstock.benchmarks.transform;

import io.penstock.benchmarks.figures.CommittedEnds;
import io.penstock.schemas.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/**
 * Counts what of one pipeline arrives on a topic from now on. Looks at the ends while they grow and reads the records,
 * once, when they have stopped, so that nothing is read beside what is measured. For one thread.
 */
final class Arriving implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final byte[] pipeline;
    private final Map<TopicPartition, Long> last = new HashMap<>();
    private Map<TopicPartition, Long> ends;
    private long count;

    Arriving(String bootstrap, String topic, String pipeline) {
        this.pipeline = pipeline.getBytes(StandardCharsets.UTF_8);
        consumer = CommittedEnds.consumer(bootstrap);
        partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        ends = consumer.endOffsets(partitions);
        ends.forEach(consumer::seek);
    }

    /** Whether nothing has come since the last look; what came before is read then. */
    boolean hasStopped() {
        Map<TopicPartition, Long> before = ends;
        ends = consumer.endOffsets(partitions);
        if (!ends.equals(before)) {
            return false;
        }
        while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
            consumer.poll(Duration.ofMillis(200)).forEach(this::take);
        }
        return true;
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader(Headers.PIPELINE);
        if (header != null && Arrays.equals(header.value(), pipeline)) {
            count++;
            last.put(new TopicPartition(record.topic(), record.partition()), record.offset());
        }
    }

    /** Records read. */
    long count() {
        return count;
    }

    /** Offset of the last one in each partition that has one. */
    Map<TopicPartition, Long> last() {
        return Map.copyOf(last);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
