/**
 * What a caller can ask of a workspace, whatever wire it came by, and what can become of it. No HTTP and no state comes
 * here.
 */
package io.penstock.customerio.sandbox.operation;
