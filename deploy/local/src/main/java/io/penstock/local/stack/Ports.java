package io.penstock.local.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Addresses of one stack on 127.0.0.1, all counted from one base port (default 18080, eleven ports). */
public record Ports(int base) {
    /** The default base. */
    public static final Ports DEFAULT = new Ports(18080);

    public int kafka() {
        return base;
    }

    public int kafkaController() {
        return base + 1;
    }

    public int databricks() {
        return base + 2;
    }

    public int customerio() {
        return base + 3;
    }

    public int ingest() {
        return base + 5;
    }

    public int identity() {
        return base + 6;
    }

    public int transform() {
        return base + 7;
    }

    public int delivery() {
        return base + 8;
    }

    public int webhook() {
        return base + 9;
    }

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
