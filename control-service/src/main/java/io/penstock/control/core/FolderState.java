package io.penstock.control.core;

import java.nio.file.Path;
import java.util.List;

/** How far the project folder that the service was given at start has come. */
public sealed interface FolderState {
    /** No folder was given; projects come over HTTP only. */
    record Unset() implements FolderState {}

    /**
     * Not applied yet.
     *
     * @param reason what it waits for
     */
    record Waiting(Path folder, String reason) implements FolderState {}

    /** In force since this process started. */
    record InForce(Path folder, Plan plan) implements FolderState {}

    /** Not valid; what was in force before stays. */
    record Refused(Path folder, List<Problem> problems) implements FolderState {}

    /** Whether nothing more will happen by itself. */
    default boolean settled() {
        return !(this instanceof Waiting);
    }
}
