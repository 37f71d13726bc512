package io.penstock.databricks.sandbox.http;

/** What answers below one path. Called from many threads. */
@FunctionalInterface
public interface HttpEndpoint {
    /** Answers a request; blocks as long as the work takes. An exception becomes a 500. */
    HttpAnswer answer(HttpCall call);
}
