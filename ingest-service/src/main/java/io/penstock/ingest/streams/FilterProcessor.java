package io.penstock.ingest.streams;

import io.penstock.ingest.core.filter.ChangeFilter;
import io.penstock.ingest.core.filter.ChangeFilter.Verdict;
import io.penstock.ingest.core.filter.LastSeen;
import io.penstock.ingest.core.filter.RowVersion;
import io.penstock.schemas.Headers;
import io.penstock.schemas.ReadV1;
import io.penstock.schemas.RecordV1;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Lets a read through if it is news. */
final class FilterProcessor implements Processor<String, ReadV1, String, RecordV1> {
    private final FilterCounters counters;
    private ProcessorContext<String, RecordV1> context;
    private KeyValueStore<String, LastSeen> store;

    FilterProcessor(FilterCounters counters) {
        this.counters = counters;
    }

    @Override
    public void init(ProcessorContext<String, RecordV1> context) {
        this.context = context;
        this.store = context.getStateStore(FilterTopology.STORE);
    }

    @Override
    public void process(Record<String, ReadV1> record) {
        ReadV1 read = record.value();
        if (read == null) {
            return;
        }
        String key = read.partitionKey();
        LastSeen last = store.get(key);
        Verdict verdict = ChangeFilter.decide(last, read.rowHash(), read.asOf());
        counters.count(verdict);
        boolean known = last != null && last.asOf().equals(read.asOf());
        if (verdict == Verdict.CHANGED || (verdict == Verdict.UNCHANGED && last != null && !known)) {
            store.put(key, new LastSeen(read.rowHash(), read.asOf()));
        }
        if (verdict == Verdict.CHANGED) {
            forward(read, record.timestamp());
        }
    }

    private void forward(ReadV1 read, long timestamp) {
        String version = RowVersion.of(read.asOf(), read.rowHash());
        RecordV1 change = new RecordV1(
                read.workspace(),
                read.pipeline(),
                read.configVersion(),
                read.partitionKey() + "|" + version,
                read.rowKey(),
                version,
                read.operation(),
                read.position(),
                read.asOf(),
                read.identifiers(),
                read.row());
        RecordHeaders headers = new RecordHeaders();
        headers.add(Headers.PIPELINE, read.pipeline().getBytes(StandardCharsets.UTF_8));
        headers.add(Headers.CONFIG_VERSION, Long.toString(read.configVersion()).getBytes(StandardCharsets.UTF_8));
        context.forward(new Record<>(change.partitionKey(), change, timestamp, headers));
    }
}
