package io.penstock.transform.streams;

import io.penstock.transform.core.NoTally;
import java.util.ArrayList;
import java.util.List;

/** Keeps which records needed no call; counts nothing else. */
final class IgnoredRecords extends NoTally {
    private final List<String> all = new ArrayList<>();

    /** {@code pipeline REASON} each. */
    List<String> all() {
        return List.copyOf(all);
    }

    @Override
    public void ignored(String pipeline, Ignored why) {
        all.add(pipeline + " " + why);
    }
}
