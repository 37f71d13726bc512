package io.penstock.identity.core;

import io.penstock.identity.core.rules.Rules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Profiles that become one: the oldest survives. */
record Merging(Profile survivor, List<Profile> absorbed) {
    /**
     * @param oldestFirst at least one
     * @param additions identifiers that none of them has
     */
    static Merging of(Draft draft, Rules rules, List<Profile> oldestFirst, List<Known> additions) {
        Profile oldest = oldestFirst.getFirst();
        List<Profile> losers = oldestFirst.subList(1, oldestFirst.size());
        List<Known> identifiers = new ArrayList<>(oldest.identifiers());
        List<String> absorbed = new ArrayList<>(oldest.absorbed());
        int merges = oldest.merges();
        long epoch = oldest.epoch();
        for (Profile loser : losers) {
            identifiers.addAll(loser.identifiers());
            absorbed.add(loser.id());
            absorbed.addAll(loser.absorbed());
            merges += loser.merges() + 1;
            // Above that of everything it holds, so that a part which gets its id back does not count backwards.
            epoch = Math.max(epoch, loser.epoch());
            loser.identifiers().forEach(known -> draft.own(known.identifier(), oldest.sequence()));
            draft.alias(loser.id(), oldest.id());
            loser.absorbed().forEach(id -> draft.alias(id, oldest.id()));
            draft.delete(loser);
        }
        identifiers.addAll(additions);
        additions.forEach(known -> draft.own(known.identifier(), oldest.sequence()));
        identifiers.sort(
                Comparator.comparingInt(known -> rules.rank(known.identifier().type())));
        Profile survivor = new Profile(
                oldest.sequence(), oldest.id(), oldest.createdAt(), epoch + 1, merges, identifiers, absorbed);
        draft.put(survivor);
        return new Merging(survivor, losers);
    }

    /** Ids of what was absorbed, oldest first. */
    List<String> absorbedIds() {
        return absorbed.stream().map(Profile::id).toList();
    }

    List<Output> outputs(String decisionId) {
        List<Output> outputs = new ArrayList<>();
        absorbed.forEach(loser -> outputs.add(new Output.MergedAway(loser, survivor.id(), decisionId)));
        return outputs;
    }
}
