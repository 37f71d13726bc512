/**
 * The socket and the three faces behind it: Track API, App API reads, inspection. Rules about people, limits and texts
 * do not come here.
 */
package io.penstock.customerio.sandbox.http;
