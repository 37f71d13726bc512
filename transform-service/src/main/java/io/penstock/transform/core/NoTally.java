package io.penstock.transform.core;

/** Counts nothing: for who runs the stages without a service and looks at every call. Thread-safe. */
public class NoTally implements Tally {
    @Override
    public void shaped(String pipeline) {}

    @Override
    public void ignored(String pipeline, Ignored why) {}

    @Override
    public void delivery(String pipeline, Call.Kind kind) {}

    @Override
    public void merge(String destination, Merge end) {}

    @Override
    public void erased(String destination) {}

    @Override
    public void crossings(String pipeline, int fired) {}

    @Override
    public void waits(String pipeline) {}

    @Override
    public void dead(String stage, String code) {}
}
