/**
 * The HTTP face of control-service: projects in, configuration and schemas out. It shapes requests and answers only;
 * rules about projects may not come here.
 */
package io.penstock.control.http;
