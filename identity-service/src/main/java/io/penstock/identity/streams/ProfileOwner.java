package io.penstock.identity.streams;

import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.IdentityChangeV1;
import io.penstock.schemas.IdentityHandoverV1;
import io.penstock.schemas.ResolvedV1;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Owns the profiles of one partition: keeps their content, publishes it, and passes it on when a profile is absorbed or
 * comes apart. Both inputs, changes and handovers, come to the same task and meet in the same store.
 *
 * <p>A record that came past the identity log and does not find its profile alive, with the identifier it came for,
 * goes back to the log.
 */
final class ProfileOwner implements Processor<String, Object, String, Object> {
    /** Of stream time, which is the time stamps of records. */
    private static final Duration REDIRECT_CHECK = Duration.ofHours(1);

    private final ByteBudget remembered;
    private final Duration redirectRetention;
    private final CommitPace pace;
    private final PipelineHeaders headers = new PipelineHeaders();
    private ProcessorContext<String, Object> context;
    private OwnedProfiles profiles;
    private Redirects redirects;

    /**
     * @param remembered what profiles may take in memory
     * @param redirectRetention how long an absorbed profile says where it went
     */
    ProfileOwner(ByteBudget remembered, Duration redirectRetention, CommitPace pace) {
        this.remembered = remembered;
        this.redirectRetention = redirectRetention;
        this.pace = pace;
    }

    @Override
    public void init(ProcessorContext<String, Object> context) {
        this.context = context;
        if (profiles == null) {
            remembered.join();
        }
        // A task that lost its transaction starts again: what is remembered may not have been kept at all.
        this.profiles = new OwnedProfiles(context.getStateStore(Names.OWNED), remembered);
        this.redirects = new Redirects(context.getStateStore(Names.REDIRECTS), redirectRetention);
        pace.begin(context);
        context.schedule(REDIRECT_CHECK, PunctuationType.STREAM_TIME, this::endRedirects);
    }

    @Override
    public void close() {
        if (profiles != null) {
            profiles = null;
            remembered.leave();
        }
    }

    private void endRedirects(long now) {
        redirects.end(
                Instant.ofEpochMilli(now),
                profiles,
                ended -> context.forward(new Record<>(ended.profileId(), null, now), Names.PROFILES_SINK));
    }

    @Override
    public void process(Record<String, Object> record) {
        pace.saw();
        switch (record.value()) {
            case Frames.Changed(IdentityChangeV1 change, RawRecord observed) -> take(record, change, observed);
            case IdentityHandoverV1 handover -> {
                OwnedProfile before = profiles.find(handover.workspace(), handover.profileId());
                settle(record, before, ProfileFold.handover(before, handover, at(record)));
            }
            default -> throw new IllegalStateException("neither a change nor a handover");
        }
    }

    private void take(Record<String, Object> record, IdentityChangeV1 change, RawRecord observed) {
        OwnedProfile before = profiles.find(change.workspace(), change.profileId());
        if (change.bypassed() != null && !isAtHome(before, change)) {
            context.forward(
                    with(record, change.workspace(), Wire.observe(observed, change.bypassed())), Names.RETURN_SINK);
            return;
        }
        ProfileFold.Folded folded = switch (change.kind()) {
            case EVENT -> ProfileFold.event(before, change, observed, at(record));
            case MERGED_AWAY -> ProfileFold.mergedAway(before, change, at(record));
            case IDENTIFIERS -> ProfileFold.identifiers(before, change, at(record));
            case SPLIT_OFF -> ProfileFold.splitOff(before, change, at(record));
            case ERASED -> ProfileFold.erased(before, change);
        };
        settle(record, before, folded);
        if (change.kind() == IdentityChangeV1.Kind.EVENT) {
            context.forward(
                    new Record<>(
                            change.profileId(),
                            new Frames.Resolved(resolved(folded.state(), change), observed),
                            record.timestamp(),
                            headers.of(observed)),
                    Names.RESOLVED_SINK);
        }
    }

    private static boolean isAtHome(OwnedProfile profile, IdentityChangeV1 change) {
        return profile.status() == OwnedProfile.Status.ACTIVE && profile.has(change.by());
    }

    private void settle(Record<String, Object> cause, OwnedProfile before, ProfileFold.Folded folded) {
        OwnedProfile after = folded.state();
        if (after != before) {
            profiles.put(after);
            if (after.status() == OwnedProfile.Status.MERGED) {
                redirects.began(after);
            }
        }
        if (folded.publish()) {
            context.forward(with(cause, after.profileId(), after), Names.PROFILES_SINK);
        }
        folded.handovers()
                .forEach(handover -> context.forward(with(cause, handover.profileId(), handover), Names.HANDOVER_SINK));
    }

    private static Record<String, Object> with(Record<String, Object> cause, String key, Object value) {
        return new Record<>(key, value, cause.timestamp());
    }

    private static Instant at(Record<?, ?> record) {
        return Instant.ofEpochMilli(record.timestamp());
    }

    private static ResolvedV1 resolved(OwnedProfile profile, IdentityChangeV1 change) {
        List<IdentifierV1> identifiers = new ArrayList<>(profile.identifiers().size());
        profile.identifiers().forEach(known -> identifiers.add(new IdentifierV1(known.type(), known.value())));
        return new ResolvedV1(profile.profileId(), identifiers, change.logOffset(), null, change.absorbed());
    }
}
