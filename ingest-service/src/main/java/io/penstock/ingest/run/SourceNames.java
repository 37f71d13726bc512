package io.penstock.ingest.run;

import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.core.read.SourceException.Fault;
import io.penstock.ingest.core.type.SparkType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Under which names a pipeline's columns are in the source. A name the contract does not bind is the source's own,
 * compared as the engine does: exactly, else without regard to case.
 *
 * @param bindings contract column to source column
 * @param types the source's columns
 */
record SourceNames(Map<String, String> bindings, SequencedMap<String, SparkType> types) {
    Optional<String> find(String name) {
        String bound = bindings.get(name);
        return bound != null ? Optional.of(bound) : lookUp(name, types.keySet());
    }

    /**
     * Finds one.
     *
     * @param role what it is for, for the message
     */
    String require(String name, String role) throws SourceException {
        return find(name)
                .orElseThrow(() -> new SourceException(
                        Fault.FIX_QUERY,
                        role + " column " + name + " is not in the source, which has "
                                + String.join(", ", types.keySet())));
    }

    /** Key columns, in order. */
    List<String> requireAll(List<String> names, String role) throws SourceException {
        List<String> found = new java.util.ArrayList<>();
        for (String name : names) {
            found.add(require(name, role));
        }
        return found;
    }

    /** Identifier type to source column, in the pipeline's order; a column the source lacks identifies nobody. */
    SequencedMap<String, String> identifiers(PipelinePlan plan) {
        SequencedMap<String, String> found = new LinkedHashMap<>();
        if (plan.spec().identity() != null) {
            plan.spec()
                    .identity()
                    .given()
                    .forEach((type, column) -> find(column).ifPresent(source -> found.put(type, source)));
        }
        return found;
    }

    static Optional<String> lookUp(String name, java.util.Collection<String> present) {
        if (present.contains(name)) {
            return Optional.of(name);
        }
        return present.stream().filter(name::equalsIgnoreCase).findFirst();
    }
}
