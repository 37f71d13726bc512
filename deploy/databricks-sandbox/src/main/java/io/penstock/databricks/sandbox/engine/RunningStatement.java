package io.penstock.databricks.sandbox.engine;

import io.penstock.databricks.sandbox.results.ArrowResult;
import io.penstock.databricks.sandbox.results.RowBlock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * One statement from its start to its last row. Runs on a thread of the engine; the first block of rows is made there,
 * the others when they are asked for. Safe for many threads.
 */
public final class RunningStatement {
    /** How far a statement is. All but {@code RUNNING} are final. */
    public enum State {
        RUNNING,
        FINISHED,
        FAILED,
        CANCELED,
        TIMED_OUT
    }

    private final SparkEngine engine;
    private final WarehouseSession session;
    private final String sql;
    private final Duration timeout;
    private final String group = UUID.randomUUID().toString();
    private final CountDownLatch ended = new CountDownLatch(1);
    private Optional<ScheduledFuture<?>> timer = Optional.empty();
    private State state = State.RUNNING;
    private Optional<SqlFailure> failure = Optional.empty();
    private Optional<ArrowResult> result = Optional.empty();
    private Optional<Thread> worker = Optional.empty();

    RunningStatement(SparkEngine engine, WarehouseSession session, String sql, Duration timeout) {
        this.engine = engine;
        this.session = session;
        this.sql = sql;
        this.timeout = timeout;
    }

    void start() {
        if (!timeout.isZero()) {
            timer = Optional.of(engine.timeouts().schedule(this::timeOut, timeout.toMillis(), TimeUnit.MILLISECONDS));
        }
        engine.execute(this::run);
    }

    private void timeOut() {
        stop(
                State.TIMED_OUT,
                new SqlFailure("57KD0", "The statement ran longer than its timeout of " + timeout.toSeconds() + " s."));
    }

    private void run() {
        synchronized (this) {
            if (state != State.RUNNING) {
                return;
            }
            worker = Optional.of(Thread.currentThread());
        }
        try {
            finish(session.inside(spark -> inJobGroup(() -> {
                ArrowResult made = ArrowResult.of(session.run(sql), session.timeZone());
                made.prepare();
                return made;
            })));
        } catch (Throwable e) { // NoClassDefFoundError and StackOverflowError must reach the client, too
            stop(State.FAILED, SqlFailure.of(e));
        } finally {
            timer.ifPresent(due -> due.cancel(false));
            synchronized (this) {
                worker = Optional.empty();
                Thread.interrupted(); // a late cancel must not reach the next statement of this thread
            }
            session.ended(this);
        }
    }

    private synchronized void finish(ArrowResult made) {
        if (state == State.RUNNING) {
            result = Optional.of(made);
            state = State.FINISHED;
            ended.countDown();
        }
    }

    private void stop(State into, SqlFailure why) {
        synchronized (this) {
            if (state != State.RUNNING) {
                return;
            }
            state = into;
            failure = Optional.of(why);
            ended.countDown();
            if (into != State.FAILED) {
                worker.ifPresent(Thread::interrupt);
            }
        }
        if (into != State.FAILED) {
            engine.cancelJobs(group);
        }
    }

    /** Waits until the statement has ended, at most this long. Returns where it is then. */
    public State await(Duration atMost) throws InterruptedException {
        ended.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
        return state();
    }

    /** Where the statement is now. */
    public synchronized State state() {
        return state;
    }

    /** Why it ended without a result; nothing while it runs or when it finished. */
    public synchronized Optional<SqlFailure> failure() {
        return failure;
    }

    /** The shape of the rows; only of a finished statement. */
    public synchronized ArrowResult result() {
        return result.orElseThrow(() -> new IllegalStateException("The statement has no result: " + state));
    }

    /**
     * The next block of rows, on the caller's thread. Blocks while Spark computes it.
     *
     * @param firstRow position of the first row wanted; the last block may be asked for again
     * @throws StatementFailedException if the rows cannot be made
     */
    public RowBlock rows(long firstRow, long maxRows) {
        ArrowResult finished = result();
        try {
            return session.inside(spark -> inJobGroup(() -> finished.block(firstRow, maxRows)));
        } catch (RuntimeException e) {
            throw new StatementFailedException(SqlFailure.of(e), e);
        }
    }

    /** Ends it if it runs. Safe to repeat. */
    public void cancel() {
        stop(State.CANCELED, new SqlFailure("HY008", "The statement was cancelled."));
    }

    private <T> T inJobGroup(Supplier<T> work) {
        var context = org.apache.spark.sql.SparkSession.active().sparkContext();
        context.setJobGroup(group, "statement " + group, true);
        try {
            return work.get();
        } finally {
            context.clearJobGroup();
        }
    }
}
