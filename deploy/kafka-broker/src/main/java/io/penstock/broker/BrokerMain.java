package io.penstock.broker;

import java.nio.file.Path;

/**
 * The broker as a process of its own: {@code BrokerMain <data folder> <port> <controller port> <partitions>}. Creates
 * the catalogue's topics, prints {@code kafka-broker ready on <host:port>}, runs until SIGTERM. Exit code 1 with one
 * sentence if it cannot start.
 */
public final class BrokerMain {
    private BrokerMain() {}

    public static void main(String[] args) throws Exception {
        if (args.length != 4) {
            System.err.println("usage: BrokerMain <data folder> <port> <controller port> <partitions>");
            System.exit(2);
        }
        try {
            KafkaBroker broker =
                    KafkaBroker.start(Path.of(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]));
            Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "broker-stop"));
            broker.createTopics(Integer.parseInt(args[3]));
            System.out.println("kafka-broker ready on " + broker.bootstrap());
            broker.await();
        } catch (IllegalStateException e) {
            System.err.println("kafka-broker cannot start: " + e.getMessage());
            System.exit(1);
        }
    }
}
