package io.penstock.transform.streams;

import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.TransformMergeV1.Merge;
import io.penstock.schemas.TransformMergeV1.Route;
import io.penstock.transform.core.Identifier;
import io.penstock.transform.core.Pipeline;
import io.penstock.transform.core.Pipelines;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Which address of a person survives at a destination: the one that calls go to from now on, whichever profile brought
 * it. That may be the absorbed one's; then it is the survivor's old address that has to go.
 */
final class MergeRoles {
    private final Pipelines pipelines;

    MergeRoles(Pipelines pipelines) {
        this.pipelines = pipelines;
    }

    /** The two sides of a merge call. */
    record Roles(IdentifierV1 primary, IdentifierV1 secondary) {}

    /**
     * The roles, if both are there and the absorbed profile is quiet: each side was accepted by the destination, both
     * still are identifiers of the person, and no call to the absorbed one is under way.
     *
     * @param person the survivor's newest state
     * @param presence what the destination knows of the survivor's own profile
     * @param others all merges of the survivor
     */
    Optional<Roles> find(Person person, Merge merge, Optional<Presence> presence, List<Merge> others) {
        if (!merge.accepted()
                || merge.owed() != null
                || !person.mergedFrom().contains(merge.absorbed())
                || !person.has(merge.address()) && !isCreated(merge)) {
            return Optional.empty();
        }
        return primary(person, merge, presence)
                .filter(person::has)
                .flatMap(primary -> primary.equals(merge.address())
                        ? presence.flatMap(own -> own.newestBut(primary))
                                .filter(person::has)
                                .map(secondary -> new Roles(primary, secondary))
                        : Optional.of(primary)
                                .filter(address -> exists(address, merge.route(), presence, others))
                                .map(address -> new Roles(address, merge.address())));
    }

    /** Whether the absorbed profile was created under its own id, which is no identifier of anybody. */
    private static boolean isCreated(Merge merge) {
        return merge.address().value().equals(merge.absorbed());
    }

    /** The address that calls go to from now on. */
    Optional<IdentifierV1> primary(Person person, Merge merge, Optional<Presence> presence) {
        Route route = presence.map(Presence::route).orElse(merge.route());
        return pipelines.find(route.pipeline(), route.configVersion(), Duration.ZERO)
                        instanceof Pipelines.Found.Known(Pipeline pipeline)
                ? Addressing.address(pipeline, person, person.identifiers()).map(MergeRoles::wire)
                : Optional.empty();
    }

    private static boolean exists(IdentifierV1 address, Route route, Optional<Presence> presence, List<Merge> others) {
        return presence.filter(own -> own.exists(address)).isPresent()
                || others.stream()
                        .anyMatch(other -> other.accepted()
                                && other.address().equals(address)
                                && other.route().destination().equals(route.destination()));
    }

    private static IdentifierV1 wire(Identifier identifier) {
        return new IdentifierV1(identifier.type(), identifier.value());
    }
}
