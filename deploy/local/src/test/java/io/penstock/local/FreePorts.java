package io.penstock.local;

import io.penstock.local.stack.Ports;
import io.penstock.local.stack.StackException;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for a stack of a test, below the range of outgoing connections: nobody is given one of these between this look
 * and the programs' start.
 */
final class FreePorts {
    private FreePorts() {}

    static Ports draw() throws IOException {
        for (int attempt = 0; attempt < 200; attempt++) {
            Ports ports = new Ports(ThreadLocalRandom.current().nextInt(20_000, 32_000));
            if (areFree(ports)) {
                return ports;
            }
        }
        throw new IOException("no eleven free ports in a row found");
    }

    private static boolean areFree(Ports ports) {
        try {
            ports.requireFree();
            return true;
        } catch (StackException e) {
            return false;
        }
    }
}
