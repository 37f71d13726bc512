package io.penstock.identity.streams;

import io.penstock.identity.core.Output;
import io.penstock.identity.core.ProfileIds;
import io.penstock.identity.core.Resolver;
import io.penstock.schemas.Category;
import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.IdentityChangeV1;
import io.penstock.schemas.IdentityLogEntryV1;
import io.penstock.schemas.RecordV1;
import io.penstock.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Folds one partition of the identity log, one entry at a time, and addresses what follows to the profiles. */
final class ResolverProcessor implements Processor<String, IdentityLogEntryV1, String, Object> {
    private final Resolver resolver;
    private ProcessorContext<String, Object> context;
    private StateIdentityStore state;

    ResolverProcessor(ProfileIds ids) {
        resolver = new Resolver(ids);
    }

    @Override
    public void init(ProcessorContext<String, Object> context) {
        this.context = context;
        this.state = new StateIdentityStore(context);
    }

    @Override
    public void process(Record<String, IdentityLogEntryV1> record) {
        IdentityLogEntryV1 entry = record.value();
        RecordMetadata metadata = context.recordMetadata().orElseThrow();
        var outputs =
                resolver.step(state, Wire.entry(entry, metadata.offset(), Instant.ofEpochMilli(record.timestamp())));
        outputs.forEach(output -> send(output, record, metadata));
    }

    private void send(Output output, Record<String, IdentityLogEntryV1> record, RecordMetadata metadata) {
        String workspace = record.value().workspace();
        RecordV1 observed = record.value().record();
        long offset = metadata.offset();
        switch (output) {
            case Output.Event event ->
                forward(record, Names.CHANGES_SINK, Wire.event(workspace, event, offset, observed));
            case Output.MergedAway merged ->
                forward(record, Names.CHANGES_SINK, Wire.mergedAway(workspace, merged, offset));
            case Output.Decided(var decision) ->
                context.forward(
                        record.withKey(decision.profileId().orElse(workspace))
                                .withValue(Wire.decision(workspace, decision, offset, observed)),
                        Names.DECISIONS_SINK);
            case Output.Identifiers _, Output.SplitOff _, Output.Erased _, Output.EpochRaised _ ->
                throw new UnsupportedOperationException("not yet");
            case Output.Unidentified(String reason) ->
                context.forward(record.withValue(unidentified(record, metadata, reason)), Names.UNIDENTIFIED_SINK);
        }
    }

    private void forward(Record<String, IdentityLogEntryV1> record, String sink, IdentityChangeV1 change) {
        context.forward(record.withKey(change.profileId()).withValue(change), sink);
    }

    private static DeadLetterV1 unidentified(
            Record<String, IdentityLogEntryV1> record, RecordMetadata metadata, String reason) {
        RecordV1 observed = record.value().record();
        byte[] input = Topics.IDENTITY_LOG.valueSerde().serializer().serialize(metadata.topic(), record.value());
        return new DeadLetterV1(
                "identity." + Names.RESOLVER,
                DeadLetters.UNIDENTIFIED,
                Category.SOURCE_DATA,
                reason,
                metadata.topic(),
                metadata.partition(),
                metadata.offset(),
                record.key(),
                new String(input, StandardCharsets.UTF_8),
                "json",
                observed.pipeline(),
                observed.configVersion(),
                Instant.ofEpochMilli(record.timestamp()));
    }
}
