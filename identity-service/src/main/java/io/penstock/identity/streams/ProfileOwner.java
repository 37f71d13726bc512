package io.penstock.identity.streams;

import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.IdentityChangeV1;
import io.penstock.schemas.IdentityHandoverV1;
import io.penstock.schemas.ProfileV1;
import io.penstock.schemas.ResolvedV1;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Owns the profiles of one partition: keeps their content, publishes it, and passes it on when a profile is absorbed.
 * Both inputs, changes and handovers, come to the same task and meet in the same store.
 */
final class ProfileOwner {
    private final ProcessorContext<String, Object> context;
    private final KeyValueStore<String, ProfileV1> store;

    private ProfileOwner(ProcessorContext<String, Object> context) {
        this.context = context;
        this.store = context.getStateStore(Names.OWNED);
    }

    /** The operator that takes what the resolver decided. */
    static ProcessorSupplier<String, IdentityChangeV1, String, Object> changes() {
        return () -> new Processor<>() {
            private ProfileOwner owner;

            @Override
            public void init(ProcessorContext<String, Object> context) {
                owner = new ProfileOwner(context);
            }

            @Override
            public void process(Record<String, IdentityChangeV1> record) {
                owner.take(record);
            }
        };
    }

    /** The operator that takes what absorbed profiles leave behind. */
    static ProcessorSupplier<String, IdentityHandoverV1, String, Object> handovers() {
        return () -> new Processor<>() {
            private ProfileOwner owner;

            @Override
            public void init(ProcessorContext<String, Object> context) {
                owner = new ProfileOwner(context);
            }

            @Override
            public void process(Record<String, IdentityHandoverV1> record) {
                owner.inherit(record);
            }
        };
    }

    private void take(Record<String, IdentityChangeV1> record) {
        IdentityChangeV1 change = record.value();
        Optional<ProfileV1> stored = Optional.ofNullable(store.get(change.profileId()));
        Instant at = Instant.ofEpochMilli(record.timestamp());
        switch (change.kind()) {
            case EVENT -> {
                ProfileFold.Folded after = ProfileFold.event(stored, change, at);
                keep(stored, after, record);
                context.forward(record.withValue(resolved(change, after.state())), Names.RESOLVED_SINK);
            }
            case MERGED_AWAY -> {
                ProfileFold.MergedAway merged = ProfileFold.mergedAway(stored, change, at);
                store.put(change.profileId(), merged.state());
                context.forward(record.withValue(merged.state()), Names.PROFILES_SINK);
                pass(record, merged.handover());
            }
            case IDENTIFIERS, SPLIT_OFF, ERASED -> throw new UnsupportedOperationException("not yet");
        }
    }

    private void inherit(Record<String, IdentityHandoverV1> record) {
        IdentityHandoverV1 handover = record.value();
        Optional<ProfileV1> stored = Optional.ofNullable(store.get(handover.profileId()));
        Optional<String> target = stored.map(ProfileV1::mergedInto);
        if (target.isPresent()) {
            pass(record, ProfileFold.forwarded(handover, target.get()));
        } else {
            Instant at = Instant.ofEpochMilli(record.timestamp());
            keep(stored, ProfileFold.handover(stored, handover, at), record);
        }
    }

    private void keep(Optional<ProfileV1> before, ProfileFold.Folded after, Record<String, ?> cause) {
        if (before.isEmpty() || !before.get().equals(after.state())) {
            store.put(after.state().profileId(), after.state());
        }
        if (after.publish()) {
            context.forward(cause.withKey(after.state().profileId()).withValue(after.state()), Names.PROFILES_SINK);
        }
    }

    private void pass(Record<String, ?> cause, IdentityHandoverV1 handover) {
        context.forward(cause.withKey(handover.profileId()).withValue(handover), Names.HANDOVER_SINK);
    }

    private static ResolvedV1 resolved(IdentityChangeV1 change, ProfileV1 profile) {
        return new ResolvedV1(
                change.profileId(),
                profile.identifiers().stream()
                        .map(known -> new IdentifierV1(known.type(), known.value()))
                        .toList(),
                change.logOffset(),
                change.record(),
                change.absorbed());
    }
}
