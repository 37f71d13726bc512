package io.penstock.identity.app;

import io.penstock.identity.http.CommandLog;
import io.penstock.identity.streams.StreamsSettings;
import io.penstock.schemas.IdentityCommandV1;
import io.penstock.schemas.IdentityLogEntryV1;
import io.penstock.schemas.Topics;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/** Appends commands to the identity log with the key that the log writers use: one workspace, one partition. */
@ApplicationScoped
public class LogProducer implements CommandLog {
    private static final Logger LOG = Logger.getLogger(LogProducer.class);
    private static final int PATIENCE_MS = 10_000;

    private final StreamsSettings settings;
    private KafkaProducer<String, IdentityLogEntryV1> producer;

    LogProducer(StreamsSettings settings) {
        this.settings = settings;
    }

    @Override
    public Appended append(String workspace, IdentityCommandV1 command) {
        IdentityLogEntryV1 entry =
                new IdentityLogEntryV1(workspace, IdentityLogEntryV1.Kind.COMMAND, null, null, 0, command, null);
        try {
            RecordMetadata place = producer()
                    .send(new ProducerRecord<>(Topics.IDENTITY_LOG.name(), workspace, entry))
                    .get(PATIENCE_MS, TimeUnit.MILLISECONDS);
            LOG.infof(
                    "command %s of kind %s is in the log at %d-%d",
                    command.commandId(), command.kind(), place.partition(), place.offset());
            return new Appended.At(place.partition(), place.offset());
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            LOG.warnf("command %s was not taken by the log: %s", command.commandId(), e.getClass());
            return new Appended.NotNow();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Appended.NotNow();
        }
    }

    /** Made with the first command: most instances never see one. */
    private synchronized KafkaProducer<String, IdentityLogEntryV1> producer() {
        if (producer == null) {
            producer = new KafkaProducer<>(
                    Map.of(
                            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                            settings.bootstrapServers(),
                            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                            true,
                            ProducerConfig.ACKS_CONFIG,
                            "all",
                            ProducerConfig.MAX_BLOCK_MS_CONFIG,
                            PATIENCE_MS,
                            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                            PATIENCE_MS / 2,
                            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                            PATIENCE_MS),
                    Topics.IDENTITY_LOG.keySerde().serializer(),
                    Topics.IDENTITY_LOG.valueSerde().serializer());
        }
        return producer;
    }

    synchronized void stop(@Observes ShutdownEvent event) {
        if (producer != null) {
            producer.close();
        }
    }
}
