package io.penstock.identity.streams;

import io.penstock.schemas.Category;
import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.jboss.logging.Logger;

/**
 * What a record that cannot be read or handled costs: a dead letter in the same transaction, never the partition.
 *
 * <p>Failures of Kafka or of a store are nobody's record's fault and stop the thread instead. Made by Kafka Streams
 * through its no-argument constructor.
 */
public final class DeadLetterHandler implements DeserializationExceptionHandler, ProcessingExceptionHandler {
    private static final Logger LOG = Logger.getLogger(DeadLetterHandler.class);

    /** Called by Kafka Streams. */
    public DeadLetterHandler() {}

    @Override
    public void configure(Map<String, ?> configs) {}

    @Override
    public DeserializationExceptionHandler.Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
        LOG.warnf(
                "unreadable record, dead-lettered: topic=%s partition=%d offset=%d",
                record.topic(), record.partition(), record.offset());
        DeadLetterV1 letter = DeadLetters.letter(
                "identity.read",
                DeadLetters.UNREADABLE,
                Category.SOURCE_DATA,
                "not the JSON that " + record.topic() + " holds",
                new DeadLetters.Position(record.topic(), record.partition(), record.offset()),
                record.key(),
                record.value(),
                record.headers(),
                Instant.ofEpochMilli(record.timestamp()));
        return DeserializationExceptionHandler.Response.resume(List.of(toSend(record.key(), letter)));
    }

    @Override
    public ProcessingExceptionHandler.Response handleError(
            ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
        if (exception instanceof KafkaException) {
            return ProcessingExceptionHandler.Response.fail();
        }
        // The message may quote a value, so only the kind of failure and where it happened are told.
        LOG.errorf(
                "record failed, dead-lettered: topic=%s partition=%d offset=%d operator=%s failure=%s at=%s",
                context.topic(),
                context.partition(),
                context.offset(),
                context.processorNodeId(),
                exception.getClass().getName(),
                exception.getStackTrace().length == 0 ? "?" : exception.getStackTrace()[0]);
        DeadLetterV1 letter = DeadLetters.letter(
                "identity." + context.processorNodeId(),
                DeadLetters.FAILED,
                Category.INTERNAL,
                exception.getClass().getSimpleName() + " in " + context.processorNodeId(),
                new DeadLetters.Position(context.topic(), context.partition(), context.offset()),
                context.sourceRawKey(),
                context.sourceRawValue(),
                context.headers(),
                Instant.ofEpochMilli(context.timestamp()));
        return ProcessingExceptionHandler.Response.resume(List.of(toSend(context.sourceRawKey(), letter)));
    }

    private static ProducerRecord<byte[], byte[]> toSend(byte[] key, DeadLetterV1 letter) {
        String topic = Topics.DEAD_LETTERS.name();
        byte[] value = Topics.DEAD_LETTERS.valueSerde().serializer().serialize(topic, letter);
        byte[] known = key == null ? "".getBytes(StandardCharsets.UTF_8) : key;
        return new ProducerRecord<>(topic, known, value);
    }
}
