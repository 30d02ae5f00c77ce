/**
 * Carries out the runs of a campaign, several side by side, within a budget, so that it can go on
 * after it was killed. Start at {@link dev.ordeal.harness.campaign.Campaign}.
 */
package dev.ordeal.harness.campaign;
