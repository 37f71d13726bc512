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
import io.penstock.schemas.RecordV1;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Between the records of the contract and the types of the core. Translates and does nothing else. */
final class Wire {
    private Wire() {}

    /** @throws IllegalArgumentException if the entry lacks what its kind needs */
    static LogEntry entry(IdentityLogEntryV1 entry, long offset, Instant loggedAt) {
        return switch (entry.kind()) {
            case OBSERVE -> new LogEntry.Observe(entry.workspace(), offset, loggedAt, observation(entry.record()));
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

    private static Observation observation(RecordV1 record) {
        return new Observation(
                record.recordId(),
                record.pipeline(),
                record.asOf(),
                record.identifiers().stream().map(Wire::identifier).toList());
    }

    static IdentityChangeV1 event(String workspace, Output.Event event, long offset, RecordV1 record) {
        Optional<Output.Change> change = event.change();
        Optional<Profile> profile = change.map(Output.Change::profile);
        return new IdentityChangeV1(
                workspace,
                event.profileId(),
                IdentityChangeV1.Kind.EVENT,
                profile.map(it -> it.identifiers().stream().map(Wire::known).toList())
                        .orElse(List.of()),
                profile.map(Profile::epoch).orElse(0L),
                offset,
                profile.map(Profile::createdAt).orElse(null),
                change.map(Output.Change::decisionId).orElse(null),
                record,
                null,
                change.map(Output.Change::absorbed).orElse(List.of()),
                null,
                List.of());
    }

    static IdentityChangeV1 mergedAway(String workspace, Output.MergedAway merged, long offset) {
        return new IdentityChangeV1(
                workspace,
                merged.absorbed().id(),
                IdentityChangeV1.Kind.MERGED_AWAY,
                List.of(),
                merged.absorbed().epoch() + 1,
                offset,
                merged.absorbed().createdAt(),
                merged.decisionId(),
                null,
                merged.survivorId(),
                List.of(),
                null,
                List.of());
    }

    static DecisionV1 decision(String workspace, Decision decision, long offset, RecordV1 record) {
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
                        record.pipeline(),
                        record.recordId(),
                        offset,
                        record.rowKey(),
                        tableVersion(record),
                        null,
                        null),
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

    private static Long tableVersion(RecordV1 record) {
        return record.position() == null || record.position().tableVersion() < 0
                ? null
                : record.position().tableVersion();
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
