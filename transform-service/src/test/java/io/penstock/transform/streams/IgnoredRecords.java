package io.penstock.transform.streams;

import io.penstock.transform.core.Call;
import io.penstock.transform.core.Tally;
import java.util.ArrayList;
import java.util.List;

/** Keeps which records needed no call; counts nothing else. */
final class IgnoredRecords implements Tally {
    private final List<String> all = new ArrayList<>();

    /** {@code pipeline REASON} each. */
    List<String> all() {
        return List.copyOf(all);
    }

    @Override
    public void ignored(String pipeline, Ignored why) {
        all.add(pipeline + " " + why);
    }

    @Override
    public void shaped(String pipeline) {}

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
