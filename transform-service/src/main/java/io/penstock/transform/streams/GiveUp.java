package io.penstock.transform.streams;

import io.penstock.schemas.Category;
import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.Topics;
import io.penstock.transform.core.Tally;
import io.penstock.transform.wire.DeadLetters;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.jboss.logging.Logger;

/**
 * Turns what would stop a partition for ever into a dead letter, written in the same transaction: bytes that cannot be
 * read, a record that makes us fail, an output that is too large. Kafka Streams makes one instance per use; it finds
 * the tally in its settings under {@link #TALLY}.
 */
public final class GiveUp
        implements DeserializationExceptionHandler, ProcessingExceptionHandler, ProductionExceptionHandler {
    /** Setting that holds the {@link Tally}. */
    public static final String TALLY = "penstock.tally";

    private static final Logger LOG = Logger.getLogger(GiveUp.class);

    private Tally tally;

    @Override
    public void configure(Map<String, ?> settings) {
        tally = (Tally) settings.get(TALLY);
    }

    @Override
    public DeserializationExceptionHandler.Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
        return DeserializationExceptionHandler.Response.resume(List.of(letter(
                record.topic(),
                record.partition(),
                record.offset(),
                record.key(),
                record.value(),
                new DeadLetters.Cause(
                        Outputs.STAGE,
                        "unreadable",
                        Category.INTERNAL,
                        "expected the topic's wire type as JSON, found something else"))));
    }

    /** An interrupted wait is no fault of the record: the thread ends and the record is read again. */
    @Override
    public ProcessingExceptionHandler.Response handleError(
            ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
        if (exception.getCause() instanceof InterruptedException) {
            return ProcessingExceptionHandler.Response.fail();
        }
        LOG.errorf(
                exception,
                "record failed and goes to the dead letters: topic=%s partition=%d offset=%d",
                context.topic(),
                context.partition(),
                context.offset());
        return ProcessingExceptionHandler.Response.resume(List.of(letter(
                context, "internal", "a fault of ours: " + exception.getClass().getName())));
    }

    /** Everything but size is no fault of the record. */
    @Override
    public ProductionExceptionHandler.Response handleError(
            ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
        return exception instanceof RecordTooLargeException
                ? ProductionExceptionHandler.Response.resume(
                        List.of(letter(context, "too_large", "what the record makes is larger than a record may be")))
                : ProductionExceptionHandler.Response.fail();
    }

    private ProducerRecord<byte[], byte[]> letter(ErrorHandlerContext context, String code, String reason) {
        return letter(
                context.topic(),
                context.partition(),
                context.offset(),
                context.sourceRawKey(),
                context.sourceRawValue(),
                new DeadLetters.Cause(Outputs.STAGE, code, Category.INTERNAL, reason));
    }

    private ProducerRecord<byte[], byte[]> letter(
            String topic, int partition, long offset, byte[] key, byte[] value, DeadLetters.Cause cause) {
        DeadLetterV1 letter = DeadLetters.of(
                cause,
                new DeadLetters.Position(
                        topic, partition, offset, key == null ? null : new String(key, StandardCharsets.UTF_8)),
                DeadLetters.Origin.UNKNOWN,
                value,
                Instant.now());
        tally.dead(Outputs.STAGE, cause.code());
        return new ProducerRecord<>(
                Topics.DEAD_LETTERS.name(),
                key,
                Topics.DEAD_LETTERS.valueSerde().serializer().serialize(Topics.DEAD_LETTERS.name(), letter));
    }
}
