package io.penstock.transform.core;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What this service has to know of one version of a pipeline.
 *
 * @param script empty: emits name the row's own columns
 * @param emits empty if the script returns calls itself, or if the pipeline only feeds identity
 * @param address identifier types the destination may be told, most wanted first
 * @param patience how long a record waits for one of them
 * @param destination name of the connection; empty for a pipeline that only feeds identity
 * @param key columns that name a row
 * @param leniency what is allowed at the destination that would be refused otherwise
 * @param unaddressed what becomes of a record when its patience has ended
 * @param ledger whether what the destination has already is left out
 */
public record Pipeline(
        String name,
        long version,
        Optional<Script> script,
        List<Emit> emits,
        List<String> address,
        Duration patience,
        Optional<String> destination,
        List<String> key,
        Leniency leniency,
        Unaddressed unaddressed,
        LedgerUse ledger) {
    public Pipeline {
        emits = List.copyOf(emits);
        address = List.copyOf(address);
        key = List.copyOf(key);
    }

    /** With a key nobody asks for, nothing allowed, the ledger, and what finds no address is given up. */
    public Pipeline(
            String name,
            long version,
            Optional<Script> script,
            List<Emit> emits,
            List<String> address,
            Duration patience,
            Optional<String> destination) {
        this(
                name,
                version,
                script,
                emits,
                address,
                patience,
                destination,
                List.of(),
                Leniency.NONE,
                Unaddressed.DEAD_LETTER,
                LedgerUse.ON);
    }

    /** Ends of the wait for an address. */
    public enum Unaddressed {
        DEAD_LETTER,
        /** The person is created under the profile's own id. */
        CREATE
    }

    /** Use of the ledger. */
    public enum LedgerUse {
        ON,
        OFF
    }

    /** The crossing of a rule. */
    public Optional<Crossing> crossing(String emit) {
        return emits.stream()
                .filter(rule -> rule.name().equals(emit))
                .findFirst()
                .flatMap(rule -> rule instanceof Emit.Track track ? track.crossing() : Optional.empty());
    }

    /** Whether its declared calls need to know under which address the person is known; calls of a script may. */
    public boolean needsAPerson() {
        return emits.isEmpty() || emits.stream().anyMatch(Emit::needsAPerson);
    }

    /**
     * Whether none of its calls is about a person, so that its rows are about things; of a script its address says so.
     */
    public boolean isOfThings() {
        return emits.isEmpty() ? address.isEmpty() : !needsAPerson();
    }

    /** Whether a row that is gone may cause a call. */
    public boolean hearsOfDeletes() {
        return destination.isPresent() && emits.stream().anyMatch(Emit::hearsOfDeletes);
    }

    /** Whether its records can ever cause a call. */
    public boolean makesCalls() {
        return destination.isPresent() && (script.isPresent() || !emits.isEmpty());
    }

    /**
     * The pipeline's script.
     *
     * @param file name of its file beside the pipeline
     * @param modules files that it imports: path from its folder, with {@code /}, to text
     * @param personal columns with personal data; when empty, every column counts as such
     * @param timeout for one row
     * @param memory as written, {@code 64MiB}
     */
    public record Script(
            String file,
            String text,
            Map<String, String> modules,
            List<String> personal,
            Duration timeout,
            String memory) {
        public Script {
            modules = Map.copyOf(modules);
            personal = List.copyOf(personal);
        }
    }
}
