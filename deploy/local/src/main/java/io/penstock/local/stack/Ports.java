package io.penstock.local.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Addresses of one stack on 127.0.0.1, all counted from one base port (default 18080, eleven ports). */
public record Ports(int base) {
    /** The default base. */
    public static final Ports DEFAULT = new Ports(18080);

    /** Clients of the broker. */
    public int kafka() {
        return base;
    }

    /** The broker's own controller. */
    public int kafkaController() {
        return base + 1;
    }

    /** Stand-in for the SQL warehouse. */
    public int databricks() {
        return base + 2;
    }

    /** Stand-in for Customer.io. */
    public int customerio() {
        return base + 3;
    }

    /** HTTP of ingest-service. */
    public int ingest() {
        return base + 5;
    }

    /** HTTP of identity-service. */
    public int identity() {
        return base + 6;
    }

    /** HTTP of transform-service. */
    public int transform() {
        return base + 7;
    }

    /** HTTP of delivery-service. */
    public int delivery() {
        return base + 8;
    }

    /** HTTP of webhook-service. */
    public int webhook() {
        return base + 9;
    }

    /** HTTP of control-service. */
    public int control() {
        return base + 10;
    }

    /** {@code http://127.0.0.1:<port>}. */
    public static String url(int port) {
        return "http://127.0.0.1:" + port;
    }

    /** {@code host:port} of the broker. */
    public String bootstrap() {
        return "127.0.0.1:" + kafka();
    }

    /**
     * Refuses to start over somebody else's program.
     *
     * @throws StackException naming the first port that is taken and the option that moves them
     */
    public void requireFree() {
        for (int port = base; port <= base + 10; port++) {
            try (ServerSocket probe = new ServerSocket()) {
                probe.setReuseAddress(true);
                probe.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
            } catch (IOException e) {
                throw new StackException(
                        "port " + port
                                + " on 127.0.0.1 is taken by another program. Choose others with --port-base N (eleven ports from N on).");
            }
        }
    }
}
