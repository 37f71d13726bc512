package io.penstock.customerio.sandbox.http;

/** One face of the sandbox: answers every request below its path. Called from many threads. */
interface Routes {

    /** An {@link IllegalArgumentException} becomes a 400 with its message. */
    Answer answer(Request request) throws InterruptedException;
}
