/**
 * Arrival times on topics, order statistics, the machine: what every benchmark needs. What is measured must not come
 * here.
 */
package io.penstock.benchmarks.figures;
