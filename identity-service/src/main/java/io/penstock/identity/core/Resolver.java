package io.penstock.identity.core;

import io.penstock.identity.core.rules.Screening;
import io.penstock.identity.core.rules.Screening.Usable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Folds the identity log, greedy and strongest first: the strongest usable identifier of an observation says which
 * profile it belongs to, each further one joins if all of what it brings fits under the limits.
 *
 * <p>A function of state and entry alone, so folding a log again gives the same state and the same outputs. With limits
 * the outcome depends on the order of the log, and on nothing else; where no limit bites it does not even depend on
 * that. Repeating an entry changes nothing.
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
     * @return for an observation: merges, then exactly one {@link Output.Event} or {@link Output.Unidentified}, then at
     *     most one decision; for rules: nothing
     */
    public List<Output> step(IdentityStore state, LogEntry entry) {
        return switch (entry) {
            case LogEntry.Observe observe -> observe(state, observe);
            case LogEntry.Configure configure -> {
                configure(state, configure);
                yield List.of();
            }
            case LogEntry.Command command -> throw new UnsupportedOperationException(command.commandId());
        };
    }

    private static void configure(IdentityStore state, LogEntry.Configure configure) {
        long inForce = inForce(state, configure.workspace()).version();
        if (configure.version() > inForce) {
            state.putRules(configure.workspace(), new RulesInForce(configure.version(), configure.rules()));
        }
    }

    private static RulesInForce inForce(IdentityStore state, String workspace) {
        return state.rules(workspace).orElse(RulesInForce.DEFAULT);
    }

    private List<Output> observe(IdentityStore state, LogEntry.Observe entry) {
        RulesInForce inForce = inForce(state, entry.workspace());
        Screening screening = inForce.rules().screen(entry.observation().identifiers());
        ObservationStep step = new ObservationStep(state, ids, entry, inForce, screening);
        if (screening.usable().isEmpty()) {
            return step.unidentified();
        }
        Map<Usable, OptionalLong> owners = new LinkedHashMap<>();
        screening.usable().forEach(usable -> owners.put(usable, state.owner(entry.workspace(), usable.identifier())));
        OptionalLong only = onlyOwner(owners);
        return only.isPresent() ? step.known(only.getAsLong(), screening.rejected()) : step.join(owners);
    }

    private static OptionalLong onlyOwner(Map<Usable, OptionalLong> owners) {
        OptionalLong first = owners.values().iterator().next();
        return owners.values().stream().allMatch(first::equals) ? first : OptionalLong.empty();
    }
}
