package io.penstock.benchmarks.transform;

/**
 * How much is measured.
 *
 * @param rows of a round of the whole service
 * @param seconds of a round of the script alone
 * @param batch rows handed over at once
 * @param runs measured rounds
 */
record Scale(int rows, double seconds, int batch, int runs) {}
