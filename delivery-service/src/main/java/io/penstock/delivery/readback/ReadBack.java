package io.penstock.delivery.readback;

import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.OutcomeV1;
import io.penstock.schemas.Topics;
import io.penstock.schemas.config.ConnectionSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * Asks the App API about accepted calls, for every connection that has a key for it, on one thread of its own: one
 * question at a time, within the rate. {@link #accepted} is for the thread that delivers; it takes a sample and never
 * waits.
 */
public final class ReadBack implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ReadBack.class);
    private static final Duration IDLE = Duration.ofMillis(200);
    private static final Duration AFTER_A_FAULT = Duration.ofSeconds(5);
    private static final Duration CLOSE = Duration.ofSeconds(15);

    private final Supplier<Map<String, ConnectionSpec.ReadBack>> settings;
    private final Function<String, AppApi> apis;
    private final AcceptedCalls calls;
    private final Findings findings;
    private final Worker worker;
    private final InstantSource clock;
    private final BiConsumer<String, Counts> onFirst;
    private final Map<String, Inquiry> inquiries = new ConcurrentHashMap<>();
    private final Map<String, AppPace> paces = new ConcurrentHashMap<>();
    private final Thread thread = Thread.ofPlatform().daemon().name("read-back").unstarted(this::run);
    private volatile boolean closed;

    /** What this worker's part is. Answers are quick. */
    public interface Worker {
        /** Whether it works off activity logs; of all workers one does. */
        boolean leads();

        /** Its part of every rate, in (0, 1]. */
        double share();

        /** Time between two looks at an activity log. */
        Duration activitiesEvery();
    }

    /**
     * @param settings connections that are asked about now, by name
     * @param apis told once per connection
     * @param findings closed by the caller
     * @param onFirst told once per connection of what is counted
     */
    public ReadBack(
            Supplier<Map<String, ConnectionSpec.ReadBack>> settings,
            Function<String, AppApi> apis,
            AcceptedCalls calls,
            Findings findings,
            Worker worker,
            InstantSource clock,
            BiConsumer<String, Counts> onFirst) {
        this.settings = settings;
        this.apis = apis;
        this.calls = calls;
        this.findings = findings;
        this.worker = worker;
        this.clock = clock;
        this.onFirst = onFirst;
    }

    public void start() {
        thread.start();
    }

    /** A call's acceptance is written down. Does not wait, and does not throw for whatever the call is. */
    public void accepted(String destination, Supplier<OutcomeV1> outcome, Supplier<byte[]> delivery) {
        ConnectionSpec.ReadBack asked = settings.get().get(destination);
        if (asked != null) {
            inquiry(destination, asked)
                    .accepted(outcome.get(), () -> read(delivery.get()), asked, rate(asked), clock.instant());
        }
    }

    private static DeliveryV1 read(byte[] delivery) {
        return Topics.DELIVERIES.valueSerde().deserializer().deserialize(Topics.DELIVERIES.name(), delivery);
    }

    private double rate(ConnectionSpec.ReadBack asked) {
        return asked.rate() * worker.share();
    }

    private Inquiry inquiry(String connection, ConnectionSpec.ReadBack asked) {
        return inquiries.computeIfAbsent(connection, name -> {
            Counts counts = new Counts();
            onFirst.accept(name, counts);
            AppApi api = apis.apply(name);
            AppPace pace = paces.computeIfAbsent(account(asked), account -> new AppPace());
            ActivityReader activities =
                    new ActivityReader(name, api, calls, findings, counts, worker.activitiesEvery());
            return new Inquiry(api, pace, findings, activities, counts);
        });
    }

    /** Connections that name the same secret have one account's limit together. */
    private static String account(ConnectionSpec.ReadBack asked) {
        return asked.appUrl() + " " + asked.appKey().describe();
    }

    private void run() {
        while (!closed) {
            try {
                if (!turn()) {
                    pause(IDLE);
                }
            } catch (RuntimeException e) {
                LOG.error("read-back goes on with what is written down", e);
                inquiries.values().forEach(Inquiry::forget);
                pause(AFTER_A_FAULT);
            }
        }
    }

    /** Asks at most one question of each connection; says whether any was asked. */
    boolean turn() {
        boolean asked = false;
        for (Map.Entry<String, ConnectionSpec.ReadBack> each : settings.get().entrySet()) {
            asked |= turn(inquiry(each.getKey(), each.getValue()), each.getValue());
        }
        return asked;
    }

    private boolean turn(Inquiry inquiry, ConnectionSpec.ReadBack asked) {
        Instant now = clock.instant();
        try {
            return inquiry.turn(worker.leads(), rate(asked), now);
        } catch (KafkaException e) {
            LOG.warnf("findings wait for the broker, reason=%s", e.getClass().getSimpleName());
            inquiry.forget();
            return false;
        }
    }

    /** How it stands, by connection. */
    public Map<String, ReadBackStatus> status() {
        Map<String, ReadBackStatus> status = new TreeMap<>();
        inquiries.forEach((name, inquiry) -> status.put(name, inquiry.status()));
        return status;
    }

    private synchronized void pause(Duration time) {
        try {
            if (!closed) {
                wait(time.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks nothing more, and waits for the question under way. */
    @Override
    public void close() {
        closed = true;
        synchronized (this) {
            notifyAll();
        }
        try {
            thread.join(CLOSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
