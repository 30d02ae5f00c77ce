/** What a trial found, and what to do about it. Uses nothing else of a trial. */
package dev.ordeal.harness.trial.finding;
