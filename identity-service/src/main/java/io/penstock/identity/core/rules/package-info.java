/**
 * What an identifier is: types with their strength and limits, normalisation, values that never identify anybody. Pure
 * functions over text; nothing about profiles, state or a particular log may come here.
 */
package io.penstock.identity.core.rules;
