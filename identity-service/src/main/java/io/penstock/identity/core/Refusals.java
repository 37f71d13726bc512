package io.penstock.identity.core;

import io.penstock.identity.core.rules.Identifier;
import io.penstock.identity.core.rules.Rejection;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What one observation did not join, and whether that is news. A refusal is news once per pair of identifier and
 * strongest identifier, for at most {@code most} of these: after that the identifier is known not to be a person's.
 */
final class Refusals {
    private final Draft draft;
    private final int most;
    private final List<Rejection> all = new ArrayList<>();
    private final List<Rejection> candidates = new ArrayList<>();
    private final Set<Identifier> refused = new LinkedHashSet<>();
    private final Set<Identifier> excessive = new LinkedHashSet<>();
    private Identifier strongest;

    Refusals(Draft draft, int most) {
        this.draft = draft;
        this.most = most;
    }

    /** The rules refuse it whoever it comes with. */
    void screened(Rejection rejection) {
        all.add(rejection);
        candidates.add(rejection);
    }

    /** It is known to be nobody's; no news. */
    void ignored(Rejection rejection) {
        all.add(rejection);
    }

    /** What the observation is grown from. */
    void by(Identifier identifier) {
        strongest = identifier;
    }

    /** The profile refuses it. */
    void refused(Identifier identifier, String reason) {
        Rejection rejection = new Rejection(identifier, reason);
        all.add(rejection);
        candidates.add(rejection);
        refused.add(identifier);
    }

    List<Rejection> all() {
        return all;
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Remembers what is news and gives it. */
    List<Rejection> report() {
        List<Rejection> news = new ArrayList<>();
        for (Rejection one : candidates) {
            Mark mark = draft.mark(one.identifier());
            long partner = draft.hash(strongest).high();
            if (mark.status() != Mark.Status.USABLE || mark.refusedBy().contains(partner)) {
                continue;
            }
            if (mark.refusedBy().size() < most) {
                List<Long> more = new ArrayList<>(mark.refusedBy());
                more.add(partner);
                draft.mark(one.identifier(), mark.withRefusedBy(more));
                news.add(one);
            } else if (refused.contains(one.identifier())) {
                excessive.add(one.identifier());
            }
        }
        return news;
    }

    /** Identifiers that {@link #report} found refused by more than the limit. */
    Set<Identifier> excessive() {
        return excessive;
    }
}
