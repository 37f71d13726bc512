package io.penstock.benchmarks.figures;

import io.penstock.schemas.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/**
 * What of one pipeline is committed on a topic.
 *
 * @param last offset of the pipeline's last record in each partition that has one
 */
public record Arrivals(long count, Map<TopicPartition, Long> last) {
    /** Reads the topic from its beginning to its present end. */
    public static Arrivals of(String bootstrap, String topic, String pipeline) {
        byte[] wanted = pipeline.getBytes(StandardCharsets.UTF_8);
        long count = 0;
        Map<TopicPartition, Long> last = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer = CommittedEnds.consumer(bootstrap)) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    Header header = record.headers().lastHeader(Headers.PIPELINE);
                    if (header != null && java.util.Arrays.equals(header.value(), wanted)) {
                        count++;
                        last.put(new TopicPartition(record.topic(), record.partition()), record.offset());
                    }
                }
            }
        }
        return new Arrivals(count, Map.copyOf(last));
    }
}
