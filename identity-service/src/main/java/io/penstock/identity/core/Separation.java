package io.penstock.identity.core;

import io.penstock.identity.core.rules.Identifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A profile that comes apart. One piece keeps the id: the one with the identifier that founded it, else the one with
 * the oldest. Every other piece is named after its oldest identifier: by the id this once founded, if the profile had
 * absorbed it, else by a new one. Ids of absorbed profiles go with the identifier that founded them.
 *
 * @param rest empty if nothing is left of the profile
 * @param parts in the order in which their sequences were given
 */
record Separation(Profile rest, List<Profile> parts) {
    private static final Comparator<Known> OLDEST = Comparator.comparingLong(Known::since);

    /**
     * @param staying pieces of which one keeps the id; may be empty
     * @param leaving pieces that get an id of their own in any case
     */
    static Separation of(
            Draft draft, Profile profile, List<List<Known>> staying, List<List<Known>> leaving, Instant at) {
        List<Known> keeper = keeper(draft, profile, staying);
        List<String> absorbed = new ArrayList<>(profile.absorbed());
        List<Profile> parts = new ArrayList<>();
        List<List<Known>> others = new ArrayList<>(staying);
        others.remove(keeper);
        others.addAll(leaving);
        for (List<Known> piece : others) {
            parts.add(part(draft, profile, piece, absorbed, at));
        }
        Profile rest = new Profile(
                profile.sequence(),
                profile.id(),
                profile.createdAt(),
                profile.epoch() + 1,
                profile.merges(),
                keeper,
                absorbed);
        if (keeper.isEmpty()) {
            draft.delete(profile);
            absorbed.forEach(draft::deleteAlias);
        } else {
            draft.put(rest);
        }
        return new Separation(rest, parts);
    }

    private static List<Known> keeper(Draft draft, Profile profile, List<List<Known>> staying) {
        if (staying.size() < 2) {
            return staying.isEmpty() ? List.of() : staying.getFirst();
        }
        return staying.stream()
                .filter(piece -> piece.stream()
                        .anyMatch(known -> draft.idOf(known.identifier()).equals(profile.id())))
                .findFirst()
                .orElseGet(() -> staying.stream()
                        .min(Comparator.comparingLong(piece -> oldest(piece).since()))
                        .orElseThrow());
    }

    private static Known oldest(List<Known> piece) {
        return piece.stream().min(OLDEST).orElseThrow();
    }

    private static Profile part(
            Draft draft, Profile profile, List<Known> piece, List<String> absorbedByRest, Instant at) {
        List<String> absorbed = new ArrayList<>();
        for (Known known : piece) {
            Identifier identifier = known.identifier();
            Mark mark = draft.mark(identifier);
            String founded = draft.idOf(identifier, mark);
            if (absorbedByRest.remove(founded)) {
                absorbed.add(founded);
            } else if (founded.equals(profile.id())) {
                draft.mark(identifier, mark.nextIncarnation());
            }
        }
        String id = draft.idOf(oldest(piece).identifier());
        if (absorbed.remove(id)) {
            draft.deleteAlias(id);
        }
        absorbed.forEach(one -> draft.alias(one, id));
        Profile part = new Profile(draft.nextSequence(), id, at, profile.epoch() + 1, absorbed.size(), piece, absorbed);
        draft.put(part);
        piece.forEach(known -> draft.own(known.identifier(), part.sequence()));
        return part;
    }

    /** What everybody must know of it, in order. */
    List<Output> outputs(String decisionId) {
        List<Output> outputs = new ArrayList<>();
        parts.forEach(part -> outputs.add(new Output.SplitOff(rest, part, decisionId)));
        parts.forEach(part -> outputs.add(new Output.Identifiers(part, decisionId)));
        if (parts.isEmpty()) {
            outputs.add(new Output.Identifiers(rest, decisionId));
        }
        return outputs;
    }

    /** What is left, the one that kept its id first; nothing if nobody has an identifier of it. */
    List<Decision.After> after() {
        List<Decision.After> after = new ArrayList<>();
        if (!rest.identifiers().isEmpty()) {
            after.add(Decision.After.of(rest));
        }
        parts.forEach(part -> after.add(Decision.After.of(part)));
        return after;
    }
}
