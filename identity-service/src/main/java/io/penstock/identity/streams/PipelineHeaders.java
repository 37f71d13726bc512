package io.penstock.identity.streams;

import io.penstock.schemas.Headers;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Headers of a record as its source wrote them, made from what it says itself: topics inside of this service have none,
 * because they are counted and copied at every step. Belongs to one thread.
 */
final class PipelineHeaders {
    private String pipeline;
    private long configVersion;
    private RecordHeaders last = new RecordHeaders();

    /** Not to be changed. */
    RecordHeaders of(RawRecord record) {
        if (record.pipeline() == null) {
            return new RecordHeaders();
        }
        if (configVersion != record.configVersion() || !record.pipeline().equals(pipeline)) {
            pipeline = record.pipeline();
            configVersion = record.configVersion();
            last = new RecordHeaders();
            last.add(Headers.PIPELINE, pipeline.getBytes(StandardCharsets.UTF_8));
            last.add(Headers.CONFIG_VERSION, Long.toString(configVersion).getBytes(StandardCharsets.UTF_8));
        }
        return last;
    }
}
