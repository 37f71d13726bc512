/** The command {@code ./penstock benchmark}. What is measured, and how, must not come here. */
package io.penstock.benchmarks;
