package io.penstock.transform.core;

import java.util.Map;
import java.util.Optional;

/** What the rules of one pipeline remember of one person. Only read while a record is classified. */
public interface Memory {
    /** A rule that never saw the person. */
    Memory NOTHING = new Memory() {
        @Override
        public Optional<Remembered> find(Place place) {
            return Optional.empty();
        }

        @Override
        public Map<String, Remembered> rows(String emit) {
            return Map.of();
        }
    };

    /**
     * Where something is remembered.
     *
     * @param row empty for what is the same for all rows of a person
     */
    record Place(String emit, String row) {}

    /** What is remembered there. */
    Optional<Remembered> find(Place place);

    /** What the rule remembers of each row of the person. */
    Map<String, Remembered> rows(String emit);
}
