package io.penstock.identity.streams;

import io.penstock.identity.core.ProfileIds;
import io.penstock.identity.core.rules.Rules;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.IdentityChangeV1;
import io.penstock.schemas.IdentityLogEntryV1;
import io.penstock.schemas.IdentityLogEntryV1.Origin;
import io.penstock.schemas.IdentitySettledV1;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Puts records into the one order that decides identity, and the rules in front of the records they are for. A record
 * that cannot change who is who any more goes straight to the owner of its profile: see {@link ShortWay}.
 *
 * <p>Rules are announced with the first record after they changed, by every task for itself; the resolver ignores a
 * version it has. Rules matter to later records only, so nothing is lost by waiting for one, and a record can never
 * overtake rules that this process already knew when it read the record.
 */
final class LogWriter implements Processor<String, Object, String, Object> {
    /** Rules as this task knows them; none if they cannot be, which the resolver reports. */
    private record Announced(long version, Optional<Rules> rules) {}

    private static final Announced DEFAULTS = new Announced(0, Optional.of(Rules.defaults()));

    private final IdentityConfigs configs;
    private final ProfileIds ids;
    private final int settledPairs;
    private final CommitPace pace;
    private final Map<String, Announced> announced = new HashMap<>();
    private ShortWay shortWay;
    private ProcessorContext<String, Object> context;

    /**
     * @param ids whose secret fingerprints are made with
     * @param settledPairs remembered per partition; 0 sends every record through the log
     */
    LogWriter(IdentityConfigs configs, ProfileIds ids, int settledPairs, CommitPace pace) {
        this.configs = configs;
        this.ids = ids;
        this.settledPairs = settledPairs;
        this.pace = pace;
    }

    @Override
    public void init(ProcessorContext<String, Object> context) {
        this.context = context;
        // A task that lost its transaction starts again with this instance: what it announced may not have been kept.
        announced.clear();
        shortWay = new ShortWay(new Fingerprints(ids), settledPairs);
        pace.begin(context);
    }

    @Override
    public void process(Record<String, Object> record) {
        switch (record.value()) {
            case IdentitySettledV1 answer -> shortWay.learn(answer);
            case RawRecord read -> {
                pace.saw();
                route(record, read);
            }
            default -> throw new IllegalStateException("neither a record nor an answer");
        }
    }

    private void route(Record<String, Object> record, RawRecord read) {
        Announced inForce = rules(record, read.workspace());
        if (settledPairs == 0 || inForce.rules().isEmpty()) {
            observe(record, read, null);
            return;
        }
        RecordMetadata metadata = context.recordMetadata().orElseThrow();
        Origin origin = new Origin(metadata.partition(), metadata.offset(), inForce.version());
        Optional<IdentityChangeV1> change =
                shortWay.take(read, origin, inForce.rules().get());
        if (change.isPresent()) {
            context.forward(
                    with(record, change.get().profileId(), new Frames.Changed(change.get(), read)), Names.BYPASS_SINK);
        } else {
            observe(record, read, origin);
        }
    }

    private Announced rules(Record<String, Object> record, String workspace) {
        Announced known = announced.getOrDefault(workspace, DEFAULTS);
        Optional<ConfigV1> config = configs.latest(workspace);
        if (config.isEmpty() || config.get().version() <= known.version()) {
            return known;
        }
        IdentityLogEntryV1 entry = new IdentityLogEntryV1(
                workspace,
                IdentityLogEntryV1.Kind.CONFIG,
                null,
                config.get().spec(),
                config.get().version(),
                null,
                null);
        context.forward(with(record, workspace, new Frames.Logged(entry, null)), Names.LOG_SINK);
        Announced now = new Announced(config.get().version(), parsed(config.get()));
        announced.put(workspace, now);
        return now;
    }

    private static Optional<Rules> parsed(ConfigV1 config) {
        try {
            return Optional.of(IdentitySpecs.rules(config.spec()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private void observe(Record<String, Object> record, RawRecord read, Origin origin) {
        context.forward(with(record, read.workspace(), Wire.observe(read, origin)), Names.LOG_SINK);
    }

    private static Record<String, Object> with(Record<String, Object> cause, String key, Object value) {
        return new Record<>(key, value, cause.timestamp());
    }
}
