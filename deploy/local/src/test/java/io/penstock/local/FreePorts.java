package io.penstock.local;

import io.penstock.local.stack.Ports;
import io.penstock.local.stack.StackException;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for a house in a test. */
final class FreePorts {
    private FreePorts() {}

    /**
     * Eleven in a row, below the range of outgoing connections: nobody is given one of these between this look and the
     * programs' start.
     */
    static Ports find() throws IOException {
        for (int attempt = 0; attempt < 200; attempt++) {
            Ports ports = new Ports(ThreadLocalRandom.current().nextInt(20_000, 32_000));
            if (isFree(ports)) {
                return ports;
            }
        }
        throw new IOException("no eleven free ports in a row found");
    }

    private static boolean isFree(Ports ports) {
        try {
            ports.requireFree();
            return true;
        } catch (StackException e) {
            return false;
        }
    }
}
