/**
 * What scripts and classification cost: the script worker beside Node, starts and replacements, the whole service. No
 * other service's code.
 */
package io.penstock.benchmarks.transform;
