package io.penstock.customerio.sandbox.http;

import java.net.URI;

/**
 * The Track API of the wrong region: every call is sent elsewhere (rule 6).
 *
 * @param to root of the other sandbox
 * @param status 301, 302, 307 or 308
 */
public record Redirect(URI to, int status) {

    Answer answer(Request request) {
        String query = request.rawQuery().isEmpty() ? "" : "?" + request.rawQuery();
        return Answer.text(status, "text/plain", "").with("Location", to + request.path() + query);
    }
}
