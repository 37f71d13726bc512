package io.penstock.customerio.sandbox.http;

import java.io.IOException;
import java.io.OutputStream;

/** What follows the head of an answer. */
interface Body {

    /** In bytes, or -1 when it is written piece by piece. */
    long length();

    void writeTo(OutputStream out) throws IOException;

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
