package io.penstock.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.schemas.Topics;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaBrokerTest {
    @TempDir
    Path folder;

    @Test
    void continuesAFolderThatWasUsedBefore() throws Exception {
        int[] ports = KafkaBroker.freePorts().orElseThrow();
        try (KafkaBroker broker = KafkaBroker.start(folder, ports[0], ports[1])) {
            broker.createTopics(2);
            broker.createTopics(2);
            try (var producer = new KafkaProducer<>(client(broker), new StringSerializer(), new StringSerializer())) {
                producer.send(new ProducerRecord<>(Topics.CONFIG.name(), "key", "value"))
                        .get();
            }
        }

        try (KafkaBroker again = KafkaBroker.start(folder, ports[0], ports[1]);
                Admin admin = Admin.create(client(again));
                var consumer = new KafkaConsumer<>(client(again), new StringDeserializer(), new StringDeserializer())) {
            assertThat(admin.listTopics().names().get())
                    .containsAll(
                            Topics.all().stream().map(topic -> topic.name()).toList());
            var config = new TopicPartition(Topics.CONFIG.name(), 0);
            consumer.assign(List.of(config));
            consumer.seekToBeginning(List.of(config));
            assertThat(consumer.endOffsets(List.of(config))).containsEntry(config, 1L);
            assertThat(consumer.poll(Duration.ofSeconds(30)).iterator().next().value())
                    .isEqualTo("value");
        }
    }

    @Test
    void namesThePortThatIsTaken() throws Exception {
        int[] ports = KafkaBroker.freePorts().orElseThrow();
        try (ServerSocket taken = new ServerSocket(ports[0], 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> KafkaBroker.start(folder, taken.getLocalPort(), ports[1]))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("port " + taken.getLocalPort() + " on 127.0.0.1 is taken");
        }
    }

    private static Map<String, Object> client(KafkaBroker broker) {
        return Map.of("bootstrap.servers", broker.bootstrap());
    }
}
