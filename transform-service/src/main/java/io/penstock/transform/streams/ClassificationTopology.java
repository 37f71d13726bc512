package io.penstock.transform.streams;

import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.OutcomeV1;
import io.penstock.schemas.ProfileV1;
import io.penstock.schemas.ShapedV1;
import io.penstock.schemas.Topic;
import io.penstock.schemas.Topics;
import io.penstock.schemas.TransformHandoverV1;
import io.penstock.schemas.TransformMergeV1;
import io.penstock.transform.core.Destinations;
import io.penstock.transform.core.Pipelines;
import io.penstock.transform.core.Tally;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.Stores;

/**
 * The topology of the classification stage: one sub-topology over {@code shaped}, {@code profiles}, {@code outcomes},
 * {@code transform-handover} and {@code transform-merges}, all keyed by profile id. The last two are written by the
 * same sub-topology: state of an absorbed profile goes through them to the task of the survivor.
 */
public final class ClassificationTopology {
    private static final String SHAPED = "classify-shaped";
    private static final String PROFILE = "classify-profile";
    private static final String HANDED_OVER = "classify-handover";
    private static final String MERGING = "classify-merges";
    private static final String ENDED = "classify-outcomes";
    private static final String[] ALL = {SHAPED, PROFILE, HANDED_OVER, MERGING, ENDED};

    private final Pipelines pipelines;
    /** Names of the topics that are written, besides those of Kafka Streams itself. */
    public static final List<String> WRITTEN = Stream.of(
                    Topics.DELIVERIES, Topics.DEAD_LETTERS, Topics.TRANSFORM_HANDOVER, Topics.TRANSFORM_MERGES)
            .map(Topic::name)
            .toList();

    private final Destinations destinations;
    private final ClassificationSettings settings;
    private final Tally tally;

    private ClassificationTopology(
            Pipelines pipelines, Destinations destinations, ClassificationSettings settings, Tally tally) {
        this.pipelines = pipelines;
        this.destinations = destinations;
        this.settings = settings;
        this.tally = tally;
    }

    /** The topology with its state on disk. */
    public static Topology build(
            Pipelines pipelines, Destinations destinations, ClassificationSettings settings, Tally tally) {
        return build(pipelines, destinations, settings, tally, Stores::persistentKeyValueStore);
    }

    /** The topology with its state wherever {@code storeKind} keeps the store of a name. */
    public static Topology build(
            Pipelines pipelines,
            Destinations destinations,
            ClassificationSettings settings,
            Tally tally,
            Function<String, KeyValueBytesStoreSupplier> storeKind) {
        return new ClassificationTopology(pipelines, destinations, settings, tally).topology(storeKind);
    }

    private Topology topology(Function<String, KeyValueBytesStoreSupplier> storeKind) {
        Topology topology = new Topology();
        topology.addSource("shaped", new StringDeserializer(), ShapedScan.deserializer(), Topics.SHAPED.name());
        source(topology, "profiles", Topics.PROFILES);
        source(topology, "transform-handover", Topics.TRANSFORM_HANDOVER);
        source(topology, "transform-merges", Topics.TRANSFORM_MERGES);
        source(topology, "outcomes", Topics.OUTCOMES);
        topology.addProcessor(SHAPED, ShapedProcessor::new, "shaped");
        topology.addProcessor(PROFILE, ProfileProcessor::new, "profiles");
        topology.addProcessor(HANDED_OVER, HandoverProcessor::new, "transform-handover");
        topology.addProcessor(MERGING, MergeProcessor::new, "transform-merges");
        topology.addProcessor(ENDED, OutcomeProcessor::new, "outcomes");
        StateStores.builders(storeKind).forEach(store -> topology.addStateStore(store, ALL));
        topology.addSink(
                Outputs.DELIVERIES, Topics.DELIVERIES.name(), new StringSerializer(), DeliveryBytes.serializer(), ALL);
        this.<DeadLetterV1>sink(topology, Outputs.DEAD_LETTERS, Topics.DEAD_LETTERS);
        this.<TransformHandoverV1>sink(topology, Outputs.HANDOVER, Topics.TRANSFORM_HANDOVER);
        this.<TransformMergeV1>sink(topology, Outputs.MERGES, Topics.TRANSFORM_MERGES);
        return topology;
    }

    private static <V> void source(Topology topology, String name, Topic<V> topic) {
        topology.addSource(name, new StringDeserializer(), topic.valueSerde().deserializer(), topic.name());
    }

    private <V> void sink(Topology topology, String name, Topic<V> topic) {
        topology.addSink(
                name, topic.name(), new StringSerializer(), topic.valueSerde().serializer(), ALL);
    }

    private abstract class Classifying<V> implements Processor<String, V, String, Object> {
        private Classifier classifier;

        @Override
        public void init(ProcessorContext<String, Object> context) {
            classifier = new Classifier(pipelines, destinations, settings, tally, context);
        }

        @Override
        public void process(Record<String, V> record) {
            try {
                take(classifier, record);
            } finally {
                classifier.keep();
            }
        }

        abstract void take(Classifier classifier, Record<String, V> record);

        Classifier classifier() {
            return classifier;
        }
    }

    private final class ShapedProcessor extends Classifying<ShapedV1> {
        @Override
        public void init(ProcessorContext<String, Object> context) {
            super.init(context);
            classifier().begin(context);
            context.schedule(settings.punctuateEvery(), PunctuationType.WALL_CLOCK_TIME, now -> expire());
        }

        private void expire() {
            try {
                classifier().expire();
            } finally {
                classifier().keep();
            }
        }

        @Override
        void take(Classifier classifier, Record<String, ShapedV1> record) {
            if (record.value() != null) {
                classifier.shaped(record.key(), record.value());
            }
        }
    }

    private final class ProfileProcessor extends Classifying<ProfileV1> {
        @Override
        void take(Classifier classifier, Record<String, ProfileV1> record) {
            if (record.value() == null) {
                classifier.gone(record.key(), Instant.ofEpochMilli(record.timestamp()));
            } else {
                classifier.profile(record.key(), record.value());
            }
        }
    }

    private final class HandoverProcessor extends Classifying<TransformHandoverV1> {
        @Override
        void take(Classifier classifier, Record<String, TransformHandoverV1> record) {
            if (record.value() != null) {
                classifier.handover(record.key(), record.value());
            }
        }
    }

    private final class MergeProcessor extends Classifying<TransformMergeV1> {
        @Override
        void take(Classifier classifier, Record<String, TransformMergeV1> record) {
            if (record.value() != null) {
                classifier.merges().came(record.key(), record.value());
            }
        }
    }

    private final class OutcomeProcessor extends Classifying<OutcomeV1> {
        @Override
        void take(Classifier classifier, Record<String, OutcomeV1> record) {
            if (record.value() != null) {
                classifier.heard(record.key(), record.value());
            }
        }
    }
}
