/** The service's own HTTP: what the pipelines do, and the request to read now. What they do is known elsewhere. */
package io.penstock.ingest.http;
