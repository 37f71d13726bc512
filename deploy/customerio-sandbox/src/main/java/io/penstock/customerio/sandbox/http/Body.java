package io.penstock.customerio.sandbox.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** What follows the head of an answer. */
interface Body {

    /** In bytes, or -1 when it is written piece by piece. */
    long length();

    void writeTo(OutputStream out) throws IOException;

    /** Announces the whole and breaks off in the middle. */
    static Body halfOf(Body whole) {
        return new Body() {
            @Override
            public long length() {
                return whole.length();
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                var text = new ByteArrayOutputStream();
                whole.writeTo(text);
                out.write(text.toByteArray(), 0, text.size() / 2);
                out.flush();
                throw new IOException("broken off on purpose");
            }
        };
    }

    static Body of(byte[] text) {
        return new Body() {
            @Override
            public long length() {
                return text.length;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                out.write(text);
            }
        };
    }
}
