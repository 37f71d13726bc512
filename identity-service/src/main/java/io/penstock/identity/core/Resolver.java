package io.penstock.identity.core;

import io.penstock.identity.core.rules.Identifier;
import io.penstock.identity.core.rules.IdentifierType;
import io.penstock.identity.core.rules.Screening;
import io.penstock.identity.core.rules.Screening.Usable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Folds the identity log, greedy and strongest first: the strongest usable identifier of an observation says which
 * profile it belongs to, each further one joins if all of what it brings fits under the limits.
 *
 * <p>A function of state and entry alone, so folding a log again gives the same state and the same outputs. With limits
 * the outcome depends on the order of the log, and on nothing else; where no limit bites it does not even depend on
 * that. Repeating an entry changes nothing, unless a type evicts or transfers.
 *
 * <p>Everything is read before anything is written: an entry that fails leaves the state untouched. Stateless itself;
 * one thread at a time per state.
 */
public final class Resolver {
    private final ProfileIds ids;

    public Resolver(ProfileIds ids) {
        this.ids = ids;
    }

    /**
     * Applies one entry to the state and says what follows from it.
     *
     * @return for an observation: merges, then exactly one {@link Output.Event} or {@link Output.Unidentified}, then
     *     decisions with what they changed elsewhere; for rules: that the epoch is raised, if they are in force now;
     *     for a command: what it changed, then one decision; nothing if it was applied before. Last of all, where it
     *     applies, {@link Output.EvidenceDropped}
     */
    public List<Output> step(IdentityStore state, LogEntry entry) {
        return switch (entry) {
            case LogEntry.Observe observe -> observe(state, observe);
            case LogEntry.Configure configure -> configure(state, configure);
            case LogEntry.Command command -> command(state, command);
        };
    }

    private List<Output> configure(IdentityStore state, LogEntry.Configure configure) {
        if (configure.version() <= inForce(state, configure.workspace()).version()) {
            return List.of();
        }
        Draft draft = new Draft(state, ids, configure.workspace());
        Output raised = draft.raiseEpoch();
        state.putRules(configure.workspace(), new RulesInForce(configure.version(), configure.rules()));
        draft.commit();
        return List.of(raised);
    }

    private List<Output> command(IdentityStore state, LogEntry.Command command) {
        if (state.isApplied(command.workspace(), command.commandId())) {
            return List.of();
        }
        Draft draft = new Draft(state, ids, command.workspace());
        List<Output> outputs = new CommandStep(draft, command, inForce(state, command.workspace())).outputs();
        outputs = withDropped(outputs, draft, command.offset());
        draft.commit();
        state.putApplied(command.workspace(), command.commandId());
        return outputs;
    }

    private static RulesInForce inForce(IdentityStore state, String workspace) {
        return state.rules(workspace).orElse(RulesInForce.DEFAULT);
    }

    private List<Output> observe(IdentityStore state, LogEntry.Observe entry) {
        RulesInForce inForce = inForce(state, entry.workspace());
        Screening screening = inForce.rules().screen(entry.observation().identifiers());
        List<Usable> usable = screening.usable();
        boolean windowed = isWindowed(inForce.rules().types());
        // Nine of ten observations end here, with one read per identifier and nothing else.
        long[] owners = owners(state, entry.workspace(), usable);
        if (!windowed && screening.rejected().isEmpty() && isOnePerson(owners) && noneIsTouched(usable)) {
            return List.of(settled(state.profileId(entry.workspace(), owners[0]), usable));
        }
        Draft draft = new Draft(state, ids, entry.workspace());
        for (int i = 0; i < owners.length; i++) {
            draft.found(usable.get(i).identifier(), owners[i]);
        }
        Instant logTime = windowed ? logTime(draft, entry) : Instant.EPOCH;
        List<Output> outputs = new ObservationStep(draft, entry, inForce, screening, logTime).outputs();
        outputs = withDropped(outputs, draft, entry.offset());
        draft.commit();
        return outputs;
    }

    private static List<Output> withDropped(List<Output> outputs, Draft draft, long entry) {
        return draft.evidenceDropped(entry)
                .map(dropped ->
                        Stream.concat(outputs.stream(), Stream.of(dropped)).toList())
                .orElse(outputs);
    }

    /** Who has each. */
    private static long[] owners(IdentityStore state, String workspace, List<Usable> usable) {
        long[] owners = new long[usable.size()];
        for (int i = 0; i < owners.length; i++) {
            owners[i] = state.owner(workspace, usable.get(i).identifier());
        }
        return owners;
    }

    private static boolean isOnePerson(long[] owners) {
        if (owners.length == 0 || owners[0] == IdentityStore.NOBODY) {
            return false;
        }
        for (long owner : owners) {
            if (owner != owners[0]) {
                return false;
            }
        }
        return true;
    }

    private static boolean noneIsTouched(List<Usable> usable) {
        for (int i = 0; i < usable.size(); i++) {
            if (Touch.isTouched(usable.get(i).type())) {
                return false;
            }
        }
        return true;
    }

    private static Output settled(String profileId, List<Usable> usable) {
        Identifier[] seen = new Identifier[usable.size()];
        for (int i = 0; i < seen.length; i++) {
            seen[i] = usable.get(i).identifier();
        }
        return new Output.Event(profileId, List.of(seen), true, Optional.empty());
    }

    private static boolean isWindowed(List<IdentifierType> types) {
        for (int i = 0; i < types.size(); i++) {
            if (types.get(i).window().isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** The high-water mark of the log; moved by this entry if it is the newest. */
    private static Instant logTime(Draft draft, LogEntry.Observe entry) {
        Counters counters = draft.counters();
        Instant at = entry.loggedAt().truncatedTo(ChronoUnit.HOURS);
        if (at.isAfter(counters.logTime())) {
            draft.count(new Counters(counters.lastSequence(), counters.epoch(), at));
        }
        return draft.counters().logTime();
    }
}
