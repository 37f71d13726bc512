package io.penstock.testkit;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/**
 * One broker for all {@code @QuarkusTest} classes of a module: {@code @WithTestResource(KafkaTestResource.class)},
 * scope GLOBAL. Inject it into a field of type {@link EmbeddedBroker}.
 */
public final class KafkaTestResource implements QuarkusTestResourceLifecycleManager {
    private EmbeddedBroker broker;

    @Override
    public Map<String, String> start() {
        broker = EmbeddedBroker.startPreferringContainer();
        return Map.of("kafka.bootstrap.servers", broker.bootstrap());
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(broker, new TestInjector.MatchesType(EmbeddedBroker.class));
    }

    @Override
    public void stop() {
        if (broker != null) {
            broker.close();
        }
    }
}
