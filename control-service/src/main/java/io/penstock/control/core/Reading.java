package io.penstock.control.core;

import java.util.List;

/** What came of reading a project's files. */
public sealed interface Reading {
    /** The project is valid. */
    record Accepted(Bundle bundle) implements Reading {}

    /** It is not; every problem found, in order, at least one. */
    record Refused(List<Problem> problems) implements Reading {
        public Refused {
            problems = problems.stream().sorted().distinct().toList();
        }
    }
}
