package io.penstock.identity.streams;

import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.IdentityLogEntryV1;
import io.penstock.schemas.RecordV1;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Puts records into the one order that decides identity, and the rules in front of the records they are for.
 *
 * <p>Rules are announced with the first record after they changed, by every task for itself; the resolver ignores a
 * version it has. Rules matter to later records only, so nothing is lost by waiting for one, and a record can never
 * overtake rules that this process already knew when it read the record.
 */
final class LogWriter implements Processor<String, RecordV1, String, IdentityLogEntryV1> {
    private final IdentityConfigs configs;
    private final Map<String, Long> announced = new HashMap<>();
    private ProcessorContext<String, IdentityLogEntryV1> context;

    LogWriter(IdentityConfigs configs) {
        this.configs = configs;
    }

    @Override
    public void init(ProcessorContext<String, IdentityLogEntryV1> context) {
        this.context = context;
        // A task that lost its transaction starts again with this instance: what it announced may not have been kept.
        announced.clear();
    }

    @Override
    public void process(Record<String, RecordV1> record) {
        String workspace = record.value().workspace();
        configs.latest(workspace)
                .filter(config -> config.version() > announced.getOrDefault(workspace, 0L))
                .ifPresent(config -> announce(workspace, config, record));
        context.forward(record.withKey(workspace)
                .withValue(new IdentityLogEntryV1(
                        workspace, IdentityLogEntryV1.Kind.OBSERVE, record.value(), null, 0, null)));
    }

    private void announce(String workspace, ConfigV1 config, Record<String, RecordV1> before) {
        context.forward(before.withKey(workspace)
                .withValue(new IdentityLogEntryV1(
                        workspace, IdentityLogEntryV1.Kind.CONFIG, null, config.spec(), config.version(), null)));
        announced.put(workspace, config.version());
    }
}
