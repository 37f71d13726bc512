/**
 * Translation between the core and the wire types of the contract, shared by both stages. No consumer, no producer, no
 * rule of the domain may come here.
 */
package io.penstock.transform.wire;
