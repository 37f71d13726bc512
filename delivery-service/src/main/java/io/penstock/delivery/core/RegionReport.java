package io.penstock.delivery.core;

import java.util.Map;

/** What is known of the regions of all accounts. */
public interface RegionReport {
    /** By name of the connection; asks nobody. */
    Map<String, Region> regions();
}
