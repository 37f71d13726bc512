package io.penstock.identity.streams;

import io.penstock.identity.core.Decision;
import io.penstock.identity.core.Known;
import io.penstock.identity.core.LogEntry;
import io.penstock.identity.core.Observation;
import io.penstock.identity.core.Order;
import io.penstock.identity.core.Output;
import io.penstock.identity.core.Profile;
import io.penstock.identity.core.rules.Identifier;
import io.penstock.schemas.DecisionV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.IdentityChangeV1;
import io.penstock.schemas.IdentityCommandV1;
import io.penstock.schemas.IdentityLogEntryV1;
import io.penstock.schemas.ProfileV1;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Between the records of the contract and the types of the core. Translates and does nothing else. */
final class Wire {
    private Wire() {}

    /** @throws IllegalArgumentException if the entry lacks what its kind needs */
    static LogEntry entry(Frames.Logged logged, long offset, Instant loggedAt) {
        IdentityLogEntryV1 entry = logged.entry();
        return switch (entry.kind()) {
            case OBSERVE -> new LogEntry.Observe(entry.workspace(), offset, loggedAt, observation(logged.record()));
            case CONFIG ->
                new LogEntry.Configure(
                        entry.workspace(), offset, entry.configVersion(), IdentitySpecs.rules(entry.identity()));
            case COMMAND ->
                new LogEntry.Command(
                        entry.workspace(), offset, loggedAt, entry.command().commandId(), order(entry.command()));
        };
    }

    private static Order order(IdentityCommandV1 command) {
        return switch (command.kind()) {
            case LINK -> new Order.Link(identifier(command.first()), identifier(command.second()));
            case UNLINK -> new Order.Unlink(identifier(command.first()));
            case SPLIT ->
                new Order.Split(
                        command.identifiers().stream().map(Wire::identifier).toList());
            case CANNOT_LINK -> new Order.CannotLink(identifier(command.first()), identifier(command.second()));
            case BLOCK -> new Order.Block(identifier(command.first()));
            case ERASE -> new Order.Erase(identifier(command.first()));
        };
    }

    private static Identifier identifier(IdentifierV1 identifier) {
        return new Identifier(identifier.type(), identifier.value());
    }

    private static Observation observation(RawRecord record) {
        return new Observation(
                record.recordId(),
                record.pipeline(),
                record.asOf(),
                record.identifiers().stream().map(Wire::identifier).toList());
    }

    /** A record on its way into the log. @param origin whom to tell when it is settled, or null */
    static Frames.Logged observe(RawRecord record, IdentityLogEntryV1.Origin origin) {
        return new Frames.Logged(
                new IdentityLogEntryV1(
                        record.workspace(), IdentityLogEntryV1.Kind.OBSERVE, null, null, 0, null, origin),
                record);
    }

    static Frames.Changed event(String workspace, Output.Event event, long offset, RawRecord record) {
        IdentifierV1 by = identifier(event.seen().getFirst());
        Optional<Output.Change> change = event.change();
        IdentityChangeV1 addressed = change.isEmpty()
                ? change(workspace, event.profileId(), IdentityChangeV1.Kind.EVENT, offset, by)
                : changed(workspace, IdentityChangeV1.Kind.EVENT, change.get(), offset, by);
        return new Frames.Changed(addressed, record);
    }

    /** Nothing is said of the identifiers: they are as they were. */
    private static IdentityChangeV1 change(
            String workspace, String profileId, IdentityChangeV1.Kind kind, long offset, IdentifierV1 by) {
        return new IdentityChangeV1(
                workspace, profileId, kind, null, 0, offset, null, null, null, null, null, null, null, null, by, null);
    }

    private static IdentityChangeV1 changed(
            String workspace, IdentityChangeV1.Kind kind, Output.Change change, long offset, IdentifierV1 by) {
        Profile profile = change.profile();
        return new IdentityChangeV1(
                workspace,
                profile.id(),
                kind,
                profile.identifiers().stream().map(Wire::known).toList(),
                profile.epoch(),
                offset,
                profile.createdAt(),
                change.decisionId(),
                null,
                null,
                change.absorbed(),
                null,
                null,
                profile.absorbed(),
                by,
                null);
    }

    static IdentityChangeV1 identifiers(String workspace, Output.Identifiers output, long offset) {
        Output.Change change = new Output.Change(output.profile(), output.decisionId(), List.of());
        return changed(workspace, IdentityChangeV1.Kind.IDENTIFIERS, change, offset, null);
    }

    static IdentityChangeV1 splitOff(String workspace, Output.SplitOff split, long offset) {
        Profile rest = split.rest();
        return new IdentityChangeV1(
                workspace,
                rest.id(),
                IdentityChangeV1.Kind.SPLIT_OFF,
                rest.identifiers().stream().map(Wire::known).toList(),
                rest.epoch(),
                offset,
                rest.createdAt(),
                split.decisionId(),
                null,
                null,
                null,
                split.part().id(),
                split.part().identifiers().stream()
                        .map(known -> identifier(known.identifier()))
                        .toList(),
                rest.absorbed(),
                null,
                null);
    }

    static IdentityChangeV1 erased(String workspace, Output.Erased erased, long offset) {
        return change(workspace, erased.profileId(), IdentityChangeV1.Kind.ERASED, offset, null);
    }

    static IdentityChangeV1 mergedAway(String workspace, Output.MergedAway merged, long offset) {
        return new IdentityChangeV1(
                workspace,
                merged.absorbed().id(),
                IdentityChangeV1.Kind.MERGED_AWAY,
                null,
                merged.absorbed().epoch() + 1,
                offset,
                merged.absorbed().createdAt(),
                merged.decisionId(),
                null,
                merged.survivorId(),
                null,
                null,
                null,
                null,
                null,
                null);
    }

    static DecisionV1 decision(String workspace, Decision decision, Cause cause) {
        return new DecisionV1(
                decision.id(),
                workspace,
                switch (decision.kind()) {
                    case CREATE -> DecisionV1.Kind.CREATE;
                    case ADD -> DecisionV1.Kind.ADD;
                    case MERGE -> DecisionV1.Kind.MERGE;
                    case REJECT -> DecisionV1.Kind.REJECT;
                    case UNIDENTIFIED -> DecisionV1.Kind.UNIDENTIFIED;
                    case QUARANTINE -> DecisionV1.Kind.QUARANTINE;
                    case SPLIT -> DecisionV1.Kind.SPLIT;
                    case CANNOT_LINK -> DecisionV1.Kind.CANNOT_LINK;
                    case BLOCK -> DecisionV1.Kind.BLOCK;
                    case ERASE -> DecisionV1.Kind.ERASE;
                },
                decision.rule(),
                new DecisionV1.Input(
                        cause.pipeline(),
                        cause.recordId(),
                        cause.logOffset(),
                        cause.rowKey(),
                        cause.tableVersion() < 0 ? null : cause.tableVersion(),
                        cause.commandId(),
                        cause.author(),
                        cause.source()),
                decision.identifiers().stream().map(Wire::identifier).toList(),
                decision.before().stream()
                        .map(before -> new DecisionV1.Before(before.profileId(), before.identifiers()))
                        .toList(),
                decision.after().stream()
                        .map(after -> new DecisionV1.After(after.profileId(), after.identifiers()))
                        .toList(),
                decision.profileId().orElse(null),
                decision.rejected().stream()
                        .map(one -> new DecisionV1.Rejected(
                                one.identifier().type(), one.identifier().value(), one.reason()))
                        .toList(),
                decision.rulesVersion(),
                decision.at());
    }

    private static IdentifierV1 identifier(Identifier identifier) {
        return new IdentifierV1(identifier.type(), identifier.value());
    }

    private static ProfileV1.Known known(Known known) {
        String value = known.identifier().value();
        return new ProfileV1.Known(
                known.identifier().type(),
                value,
                known.raw().equals(value) ? null : known.raw(),
                known.firstSeen(),
                known.lastSeen(),
                known.source());
    }
}
