package io.penstock.ingest.run;

import io.penstock.ingest.core.change.SchemaGate.Missing;
import io.penstock.ingest.core.read.Head;
import io.penstock.ingest.core.read.Overlap;
import io.penstock.ingest.core.read.RecordSource;
import io.penstock.ingest.core.read.SourceException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/** What a missing column may be called now, from the values both had for the same keys. A person decides. */
final class Proposals {
    private static final Logger LOG = Logger.getLogger(Proposals.class);

    private Proposals() {}

    /**
     * Asks the source; what it cannot tell is left out.
     *
     * @param then version the columns were read at last
     * @param key the key's columns, which both versions must have
     * @return contract column to a sentence
     */
    static Map<String, String> of(RecordSource source, long then, Head head, List<String> key, List<Missing> missing) {
        List<Missing> asked = missing.stream()
                .filter(one -> one.source() != null && !one.candidates().isEmpty())
                .toList();
        if (asked.isEmpty() || key.isEmpty() || then < 0 || !head.isPinned()) {
            return Map.of();
        }
        Set<String> candidates = new LinkedHashSet<>();
        asked.forEach(one -> candidates.addAll(one.candidates()));
        List<Overlap> overlaps;
        try {
            overlaps = source.overlaps(
                    then, head, key, asked.stream().map(Missing::source).toList(), List.copyOf(candidates));
        } catch (SourceException e) {
            LOG.debugf("no proposal: %s", e.getMessage());
            return Map.of();
        }
        Map<String, String> found = new HashMap<>();
        asked.forEach(one -> overlaps.stream()
                .filter(overlap -> overlap.missing().equals(one.source())
                        && one.candidates().contains(overlap.candidate())
                        && overlap.equal() * 2 > overlap.compared())
                .max(Comparator.comparingDouble(overlap -> (double) overlap.equal() / overlap.compared()))
                .ifPresent(best -> found.put(one.contractColumn(), sentence(one, best))));
        return found;
    }

    private static String sentence(Missing missing, Overlap best) {
        return best.candidate() + " had the same value for " + best.equal() + " of " + best.compared()
                + " keys; if it is the same column, add was: [" + best.candidate() + "] to "
                + missing.contractColumn();
    }
}
