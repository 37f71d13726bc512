package io.penstock.delivery.app;

import io.penstock.delivery.core.Region;
import io.penstock.delivery.core.RegionReport;
import io.penstock.delivery.customerio.RegionCheck;
import io.penstock.delivery.customerio.TrackDestination;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** The test of each connection, made when the connection is first heard of. Thread-safe. */
final class Regions implements RegionReport {
    private static final Logger LOG = Logger.getLogger(Regions.class);

    private final Map<String, RegionCheck> byName = new ConcurrentHashMap<>();
    private final HttpClient client;
    private final Connections connections;
    private final RegionCheck.Timing timing;
    private final InstantSource clock;
    private final Meters meters;

    Regions(DeliveryConfig config, Connections connections, InstantSource clock, Meters meters) {
        this.client = TrackDestination.newClient(config.connectTimeout());
        this.connections = connections;
        this.timing = new RegionCheck.Timing(config.requestTimeout(), config.probeEvery());
        this.clock = clock;
        this.meters = meters;
    }

    RegionCheck of(String connection) {
        return byName.computeIfAbsent(connection, name -> {
            RegionCheck check = new RegionCheck(
                    client, () -> connections.named(name), System::getenv, timing, clock, region -> log(name, region));
            meters.region(name, check);
            return check;
        });
    }

    /** Asks the account if this version of the connection was not asked yet. */
    void changed(String connection) {
        of(connection).known();
    }

    @Override
    public Map<String, Region> regions() {
        Map<String, Region> regions = new TreeMap<>();
        byName.forEach((name, check) -> regions.put(name, check.last()));
        return regions;
    }

    private static void log(String name, Region region) {
        switch (region) {
            case Region.Confirmed(String where) -> LOG.infof("connection tested, name=%s region=%s", name, where);
            case Region.Unknown(String code) -> LOG.warnf("connection not tested, name=%s reason=%s", name, code);
            case Region.Mismatch(String setting, String configured, String told) ->
                LOG.warnf(
                        "the account is in another region, name=%s setting=%s configured=%s told=%s",
                        name, setting, configured, told);
        }
    }
}
