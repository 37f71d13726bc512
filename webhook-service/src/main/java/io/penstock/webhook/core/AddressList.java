package io.penstock.webhook.core;

import java.net.InetAddress;
import java.util.List;

/**
 * Addresses that may send: single ones and ranges ({@code 203.0.113.0/24}, {@code 2001:db8::/32}). An empty list lets
 * everybody in. Never asks a name server.
 */
public final class AddressList {
    private final List<Range> ranges;

    /** @throws IllegalArgumentException if an entry is no address or range; the message quotes it */
    public AddressList(List<String> entries) {
        ranges = entries.stream().map(Range::parse).toList();
    }

    /** @param address numeric; anything else is not in a list that has entries */
    public boolean admits(String address) {
        if (ranges.isEmpty()) {
            return true;
        }
        try {
            byte[] bytes = InetAddress.ofLiteral(address).getAddress();
            return ranges.stream().anyMatch(range -> range.holds(bytes));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private record Range(byte[] network, int bits) {
        static Range parse(String entry) {
            String[] parts = entry.strip().split("/", -1);
            try {
                byte[] network = InetAddress.ofLiteral(parts[0]).getAddress();
                int bits = parts.length == 1 ? network.length * 8 : Integer.parseInt(parts[1]);
                if (parts.length <= 2 && bits >= 0 && bits <= network.length * 8) {
                    return new Range(network, bits);
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("expected an address or a range, found " + entry, e);
            }
            throw new IllegalArgumentException("expected an address or a range, found " + entry);
        }

        boolean holds(byte[] address) {
            if (address.length != network.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> bit % 8;
                if ((address[bit / 8] & mask) != (network[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
