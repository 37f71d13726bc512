/**
 * The JSON reader and writer shared by the sandbox, and the UTF-8 arithmetic of the vendor's limits. No vendor rule and
 * no state comes here.
 */
package io.penstock.customerio.sandbox.json;
