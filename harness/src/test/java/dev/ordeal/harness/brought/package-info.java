/** What a user's jar would bring: here, a kind of fault and its way of undoing. */
package dev.ordeal.harness.brought;
