/** Browsing saved runs and campaigns: an index of folders, queries, and their HTML pages. */
package dev.ordeal.results.browse;
