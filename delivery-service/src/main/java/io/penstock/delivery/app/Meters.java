package io.penstock.delivery.app;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.penstock.delivery.core.BreakerState;
import io.penstock.delivery.core.Courier;
import io.penstock.delivery.core.Region;
import io.penstock.delivery.core.Tally;
import io.penstock.delivery.customerio.RegionCheck;
import io.penstock.delivery.kafka.DeliveryLoop;
import io.penstock.delivery.readback.Counts;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** {@code penstock.delivery.*}: labels are kinds, codes and names of connections, never anything about a person. */
@Singleton
final class Meters {
    private final MeterRegistry registry;

    Meters(MeterRegistry registry) {
        this.registry = registry;
    }

    void lastWord(Tally.Line line, LongAdder count) {
        FunctionCounter.builder("penstock.delivery.outcomes", count, LongAdder::sum)
                .description("committed outcomes")
                .tag("status", line.kind().name().toLowerCase(Locale.ROOT))
                .tag("code", line.code())
                .register(registry);
    }

    Courier measured(String destination, Courier courier) {
        FunctionCounter.builder(
                        "penstock.delivery.retries", courier, c -> c.status().retries())
                .description("calls sent again")
                .tag("destination", destination)
                .register(registry);
        FunctionCounter.builder(
                        "penstock.delivery.ambiguous", courier, c -> c.status().ambiguous())
                .description("calls that may have been acted on although no answer was read")
                .tag("destination", destination)
                .register(registry);
        Gauge.builder("penstock.delivery.in.flight", courier, c -> c.status().owed())
                .description("calls without a last word")
                .tag("destination", destination)
                .register(registry);
        Gauge.builder(
                        "penstock.delivery.breaker.open",
                        courier,
                        c -> c.status().breaker() instanceof BreakerState.Open ? 1 : 0)
                .description("1 while the destination is stopped")
                .tag("destination", destination)
                .register(registry);
        return courier;
    }

    void readBack(String destination, Counts counts) {
        for (Counts.Result result : Counts.Result.values()) {
            FunctionCounter.builder("penstock.delivery.read.back", counts, c -> c.of(result))
                    .description("looks at the App API by what they came to")
                    .tag("destination", destination)
                    .tag("result", result.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
    }

    void region(String connection, RegionCheck check) {
        Gauge.builder("penstock.delivery.region.mismatch", check, c -> c.last() instanceof Region.Mismatch ? 1 : 0)
                .description("1 while the account is in another region than configured")
                .tag("destination", connection)
                .register(registry);
    }

    void backlog(DeliveryLoop loop) {
        Gauge.builder("penstock.delivery.set.aside", loop, l -> sum(l.backlog().setAside()))
                .description("calls to slow or stopped destinations that will be read again")
                .register(registry);
        Gauge.builder(
                        "penstock.delivery.partitions.held",
                        loop,
                        l -> sum(l.backlog().heldPartitions()))
                .description("partitions that are not read on because a call is too far behind")
                .register(registry);
        FunctionCounter.builder(
                        "penstock.delivery.holds", loop, l -> l.backlog().holds())
                .description("times that a partition began to wait so")
                .register(registry);
    }

    private static long sum(Map<String, Long> byDestination) {
        return byDestination.values().stream().mapToLong(Long::longValue).sum();
    }
}
