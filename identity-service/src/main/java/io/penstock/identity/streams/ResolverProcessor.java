package io.penstock.identity.streams;

import io.penstock.identity.core.LogEntry;
import io.penstock.identity.core.Output;
import io.penstock.identity.core.ProfileIds;
import io.penstock.identity.core.Resolver;
import io.penstock.identity.core.RulesInForce;
import io.penstock.schemas.Category;
import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.IdentityChangeV1;
import io.penstock.schemas.IdentityLogEntryV1.Origin;
import io.penstock.schemas.IdentitySettledV1;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Folds one partition of the identity log, one entry at a time, addresses what follows to the profiles, and tells the
 * log writers what is settled.
 */
final class ResolverProcessor implements Processor<String, Frames.Logged, String, Object> {
    private final Resolver resolver;
    private final Fingerprints fingerprints;
    private final int cachedIdentifiers;
    private final CommitPace pace;
    private ProcessorContext<String, Object> context;
    private StateIdentityStore state;
    private Causes causes;

    ResolverProcessor(ProfileIds ids, int cachedIdentifiers, CommitPace pace) {
        this.resolver = new Resolver(ids);
        this.fingerprints = new Fingerprints(ids);
        this.cachedIdentifiers = cachedIdentifiers;
        this.pace = pace;
    }

    @Override
    public void init(ProcessorContext<String, Object> context) {
        this.context = context;
        // A task that lost its transaction starts again with this instance: caches may hold what was not kept.
        this.state = new StateIdentityStore(context, cachedIdentifiers);
        this.causes = new Causes(context.getStateStore(Names.CAUSES));
        pace.begin(context);
    }

    @Override
    public void process(Record<String, Frames.Logged> record) {
        pace.saw();
        RecordMetadata metadata = context.recordMetadata().orElseThrow();
        LogEntry entry = Wire.entry(record.value(), metadata.offset(), Instant.ofEpochMilli(record.timestamp()));
        resolver.step(state, entry).forEach(output -> send(output, record, metadata));
    }

    private void send(Output output, Record<String, Frames.Logged> record, RecordMetadata metadata) {
        String workspace = record.value().entry().workspace();
        long offset = metadata.offset();
        switch (output) {
            case Output.Event event -> event(event, record, offset);
            case Output.MergedAway merged -> forward(record, Wire.mergedAway(workspace, merged, offset));
            case Output.Identifiers changed -> {
                causes.keep(workspace, Cause.of(record.value(), offset));
                forward(record, Wire.identifiers(workspace, changed, offset));
            }
            case Output.SplitOff split -> forward(record, Wire.splitOff(workspace, split, offset));
            case Output.Erased erased -> forward(record, Wire.erased(workspace, erased, offset));
            case Output.EpochRaised(long epoch) ->
                context.forward(
                        record.withValue(new IdentitySettledV1(
                                workspace, IdentitySettledV1.Kind.EPOCH, -1, -1, null, null, offset, epoch)),
                        Names.SETTLED_SINK);
            case Output.EvidenceDropped(var offsets) -> causes.forget(workspace, offsets);
            case Output.Decided(var decision) ->
                context.forward(
                        with(
                                record,
                                decision.profileId().orElse(workspace),
                                Wire.decision(workspace, decision, Cause.of(record.value(), offset))),
                        Names.DECISIONS_SINK);
            case Output.Unidentified(String reason) ->
                context.forward(record.withValue(unidentified(record, metadata, reason)), Names.UNIDENTIFIED_SINK);
        }
    }

    private void event(Output.Event event, Record<String, Frames.Logged> record, long offset) {
        Frames.Logged logged = record.value();
        String workspace = logged.entry().workspace();
        if (event.change().isPresent()) {
            causes.keep(workspace, Cause.of(logged, offset));
        }
        context.forward(
                with(record, event.profileId(), Wire.event(workspace, event, offset, logged.record())),
                Names.CHANGES_SINK);
        if (event.settled() && logged.entry().origin() != null) {
            settled(event, logged, offset)
                    .ifPresent(answer -> context.forward(record.withValue(answer), Names.SETTLED_SINK));
        }
    }

    /** The answer to whoever asked; none if he had other rules in mind. */
    private Optional<IdentitySettledV1> settled(Output.Event event, Frames.Logged logged, long offset) {
        String workspace = logged.entry().workspace();
        Origin origin = logged.entry().origin();
        Optional<RulesInForce> rules = state.rules(workspace);
        if (rules.map(RulesInForce::version).orElse(0L) != origin.rulesVersion()) {
            return Optional.empty();
        }
        return Optional.of(new IdentitySettledV1(
                workspace,
                IdentitySettledV1.Kind.SETTLED,
                origin.partition(),
                origin.offset(),
                Fingerprints.text(fingerprints.of(
                        workspace, origin.rulesVersion(), logged.record().identifiers())),
                event.profileId(),
                offset,
                state.counters(workspace).epoch()));
    }

    private void forward(Record<String, Frames.Logged> record, IdentityChangeV1 change) {
        context.forward(with(record, change.profileId(), new Frames.Changed(change, null)), Names.CHANGES_SINK);
    }

    private static Record<String, Object> with(Record<String, Frames.Logged> cause, String key, Object value) {
        return new Record<>(key, value, cause.timestamp());
    }

    private static DeadLetterV1 unidentified(
            Record<String, Frames.Logged> record, RecordMetadata metadata, String reason) {
        RawRecord observed = record.value().record();
        byte[] input = Frames.writesLog().serialize(metadata.topic(), record.value());
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
