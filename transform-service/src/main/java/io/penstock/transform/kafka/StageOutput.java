package io.penstock.transform.kafka;

import io.penstock.transform.core.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What to write for one record, and how to count it once the whole batch is known to be good. */
record StageOutput(List<ProducerRecord<String, byte[]>> records, Consumer<Tally> counting) {
    static final StageOutput NOTHING = new StageOutput(List.of(), tally -> {});

    static StageOutput ignored(String pipeline, Tally.Ignored why) {
        return new StageOutput(List.of(), tally -> tally.ignored(pipeline, why));
    }

    StageOutput and(ProducerRecord<String, byte[]> another) {
        List<ProducerRecord<String, byte[]>> all = new ArrayList<>(records);
        all.add(another);
        return new StageOutput(List.copyOf(all), counting);
    }
}
