package io.penstock.customerio.sandbox.workspace;

/**
 * One line of the activity log, the vendor's only public window on silent outcomes.
 *
 * @param number counts from 1, oldest first
 * @param timestamp unix seconds
 * @param cioId the person, or empty
 * @param data a JSON object as text
 * @param customerId the person's id at that moment, or empty
 * @param email the person's address at that moment, or empty
 */
public record Activity(
        long number, String type, long timestamp, String cioId, String customerId, String email, String data) {}
