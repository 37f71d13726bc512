package io.penstock.customerio.sandbox.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/** Bodies that travel compressed (rule 5); every limit counts the bytes before. */
final class Gzip {

    private static final int LARGEST = 16 << 20;

    private Gzip() {}

    /** The body as it was before its {@code Content-Encoding}; what cannot be unpacked stays and fails as JSON. */
    static byte[] plain(Request request) {
        if (!request.header("content-encoding").equalsIgnoreCase("gzip")) {
            return request.body();
        }
        try (GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(request.body()))) {
            return unpacked.readNBytes(LARGEST);
        } catch (IOException notGzip) {
            return request.body();
        }
    }
}
