package dev.k3sdeploy.artifact;

import java.net.URI;
import java.net.http.HttpHeaders;

/** The head of a server's answer, from the address that gave it. */
record Answer(URI uri, int status, HttpHeaders headers) {
    boolean hasBody() {
        return status == 200 || status == 206;
    }

    boolean isRedirect() {
        return status >= 301
                && status <= 308
                && status != 304
                && headers.firstValue("Location").isPresent();
    }

    /** The server is busy or broken, and may not be so soon; 416 is answered to a Range that has become wrong. */
    boolean mayPass() {
        return status >= 500 || status == 429 || status == 416;
    }

    String contentType() {
        return Quote.of(headers.firstValue("Content-Type").orElse("no content type"));
    }
}
