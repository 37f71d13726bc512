/** What a destination is known to have of a person, attribute by attribute. The JDK and nothing else. */
package io.penstock.transform.core.ledger;
