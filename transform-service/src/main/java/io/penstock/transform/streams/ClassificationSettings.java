package io.penstock.transform.streams;

import java.time.Duration;

/**
 * Bounds of the classification stage.
 *
 * @param configPatience longest wait for a configuration version; blocks the stream thread, so keep it well under the
 *     consumer's poll interval
 * @param waitingPerPerson most records of one profile that wait; the oldest is given up for another one
 * @param punctuateEvery how often deadlines are looked at
 * @param handoverPatience longest wait for the state of an absorbed profile; the survivor's records are held meanwhile
 * @param mergeSettle how long after an accepted call a merge waits at least: destinations work behind their answers,
 *     and a merge into somebody who is not there yet does nothing
 * @param ledger bounds of what is kept of acknowledged calls
 */
public record ClassificationSettings(
        Duration configPatience,
        int waitingPerPerson,
        Duration punctuateEvery,
        Duration handoverPatience,
        Duration mergeSettle,
        LedgerSettings ledger) {}
