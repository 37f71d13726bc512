package io.penstock.local.read;

/** What came of one table. Exactly one of five things; the first two are as it should be. */
public sealed interface Reading {
    /** Every row arrived. */
    record Whole(long rows) implements Reading {}

    /** Refused, and Spark itself cannot read it either. */
    record Refused(Refusal why) implements Reading {}

    /** Refused, though Spark can read it. */
    record WronglyRefused(Refusal why, long rows) implements Reading {}

    /** Another number of rows arrived than Spark finds; {@code expected} is null if Spark cannot read the table. */
    record Different(long rows, long setAside, Long expected) implements Reading {}

    /** No end within the time allowed. */
    record Unfinished(String state) implements Reading {}

    /** Whether this is as it should be. */
    default boolean isGood() {
        return this instanceof Whole || this instanceof Refused;
    }

    /**
     * Judges a pipeline's end against the truth.
     *
     * @param end how the pipeline ended
     */
    static Reading judge(Truth truth, PipelineEnd end) {
        return switch (end) {
            case PipelineEnd.Running running -> new Unfinished(running.state());
            case PipelineEnd.Failed failed ->
                switch (truth) {
                    case Truth.Readable readable -> new WronglyRefused(Refusal.of(failed.detail()), readable.rows());
                    case Truth.Unreadable unreadable -> new Refused(Refusal.of(failed.detail()));
                };
            case PipelineEnd.Completed done ->
                switch (truth) {
                    case Truth.Readable readable
                    when readable.rows() == done.rows() && done.setAside() == 0 -> new Whole(done.rows());
                    case Truth.Readable readable -> new Different(done.rows(), done.setAside(), readable.rows());
                    case Truth.Unreadable unreadable -> new Different(done.rows(), done.setAside(), null);
                };
        };
    }
}
