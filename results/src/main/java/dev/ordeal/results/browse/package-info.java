/**
 * Saved runs and campaigns to look through: what there is in some folders, found again by text,
 * verdict and age, as a page.
 */
package dev.ordeal.results.browse;
