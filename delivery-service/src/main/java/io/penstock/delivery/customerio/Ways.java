package io.penstock.delivery.customerio;

import io.penstock.delivery.core.Way;

/** The ways to Customer.io. A call keeps the one it was said for. */
final class Ways {
    /** Track v2, many calls together. */
    static final Way TRACK = new Way("track", Integer.MAX_VALUE);

    /** Track v1, one event of somebody not yet known. */
    static final Way TRACK_EVENT = new Way("track_event", 1);

    /** Pipelines, many calls together. */
    static final Way PIPELINES = new Way("pipelines", Integer.MAX_VALUE);

    private Ways() {}
}
