package io.penstock.schemas.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/**
 * Ends transactions of one Kafka Streams application that the broker forgot ({@link HangingTransactions}), of all its
 * processes: before the application starts here and from then on, on a daemon thread.
 *
 * <p>A look that finds one aborts nothing. What the next one, a little later, finds again is aborted: until then the
 * next transaction of the same thread may write to that partition, and what hung is committed along with it. Kafka
 * Streams cannot write anything again, so twice is better than not at all.
 */
public final class TransactionWatch implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(TransactionWatch.class.getName());
    private static final Duration SECOND_LOOK = Duration.ofSeconds(5);
    /** As Kafka Streams makes them under {@code exactly_once_v2}: application, process, number of the thread. */
    private static final String OF_APPLICATION = "\\Q%s\\E-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-[0-9]+";

    private final Map<String, Object> settings;
    private final String applicationId;
    private final Collection<String> written;
    private final Duration every;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicLong aborted = new AtomicLong();
    private Set<HangingTransaction.Beginning> seen = Set.of();
    private Set<Class<?>> reasons = Set.of();

    /**
     * Asks nobody yet.
     *
     * @param clientSettings address and security of the broker
     * @param written topics that the application writes, besides its own, whose names begin with its id
     * @param every pause between two looks, positive; shorter after one that has found something
     */
    public TransactionWatch(
            Map<String, Object> clientSettings, String applicationId, Collection<String> written, Duration every) {
        this.settings = TransactionLook.settings(clientSettings);
        this.applicationId = applicationId;
        this.written = List.copyOf(written);
        this.every = every;
    }

    /**
     * Looks, and again if there is something to be found, then starts the application, whatever came of it, after 25 s
     * at the latest, and goes on looking. Does not block. To be called once.
     *
     * @return the thread that does it; ends soon after {@link #close}
     */
    public Thread start(Runnable application) {
        return Thread.ofPlatform().daemon().name("transaction-watch").start(() -> watch(application));
    }

    /** Partitions in which a transaction was aborted, since the start of this process. */
    public long aborted() {
        return aborted.get();
    }

    /** Ends the looks; an application that was not started until now is not started any more. */
    @Override
    public synchronized void close() {
        closed.countDown();
    }

    private void watch(Runnable application) {
        try {
            look();
            if (!seen.isEmpty() && !isClosedWithin(sooner())) {
                look();
            }
            begin(application);
            Duration pause = sooner();
            while (!isClosedWithin(pause)) {
                look();
                pause = seen.isEmpty() ? every : sooner();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void begin(Runnable application) {
        if (closed.getCount() == 0) {
            return;
        }
        try {
            application.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, applicationId + " could not be started", e);
        }
    }

    private boolean isClosedWithin(Duration pause) throws InterruptedException {
        return closed.await(pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    private Duration sooner() {
        return every.compareTo(SECOND_LOOK) < 0 ? every : SECOND_LOOK;
    }

    private void look() {
        try (Admin admin = Admin.create(settings)) {
            TransactionLook look = new TransactionLook(admin);
            end(find(look), look);
            tell(look.faults());
        } catch (RuntimeException e) {
            tell(List.of(e));
        }
    }

    private List<HangingTransaction> find(TransactionLook look) {
        Set<String> ids = look.transactionalIds(transactionalIds(applicationId));
        if (ids.isEmpty()) {
            return List.of();
        }
        Stream<String> own = look.topics(applicationId + "-").stream();
        return look.find(ids, Stream.concat(written.stream(), own).toList());
    }

    private void end(List<HangingTransaction> found, TransactionLook look) {
        Map<Boolean, List<HangingTransaction>> again =
                found.stream().collect(Collectors.partitioningBy(one -> seen.contains(one.beginning())));
        again.get(false)
                .forEach(one -> LOG.log(
                        System.Logger.Level.INFO,
                        () -> "hanging transaction found, aborted if the next look finds it too, " + one.text()));
        Stream<HangingTransaction.Beginning> once = again.get(false).stream().map(HangingTransaction::beginning);
        // Of whom nothing could be said now, something was perhaps said before.
        Stream<HangingTransaction.Beginning> before = look.isComplete() ? Stream.empty() : seen.stream();
        seen = Stream.concat(once, before).collect(Collectors.toSet());
        aborted.addAndGet(look.abort(again.get(true)));
    }

    /** Once, until something else is wrong: a broker that is away, or a right that is missing. */
    private void tell(Collection<Throwable> faults) {
        Set<Class<?>> now = faults.stream().map(Object::getClass).collect(Collectors.toSet());
        if (!now.isEmpty() && !now.equals(reasons)) {
            LOG.log(System.Logger.Level.WARNING, () -> HangingTransactions.text(faults));
        }
        reasons = now;
    }

    /** Whole transactional ids of an application, and of no other whose name begins like it. */
    static Pattern transactionalIds(String applicationId) {
        return Pattern.compile(OF_APPLICATION.formatted(applicationId));
    }
}
