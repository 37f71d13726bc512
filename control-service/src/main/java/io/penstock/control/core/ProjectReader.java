package io.penstock.control.core;

import java.util.Map;

/** Turns the files of a project into what they configure. Pure: the same texts give the same answer. */
@FunctionalInterface
public interface ProjectReader {
    /**
     * Reads a project. Never throws for anything that the texts hold.
     *
     * @param files path inside the project, with {@code /}, to text
     */
    Reading read(Map<String, String> files);
}
