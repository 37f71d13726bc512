package io.penstock.control.project;

import io.penstock.control.core.Problem;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** A place in a text; both numbers from 1. */
record Position(int line, int column) {
    static final Position START = new Position(1, 1);

    static Position of(Optional<Mark> mark) {
        return mark.map(known -> new Position(known.getLine() + 1, known.getColumn() + 1))
                .orElse(START);
    }

    Problem problem(String file, String message) {
        return new Problem(file, line, column, message);
    }
}
