/**
 * What people and build servers read: HTML report, text summary, JUnit XML.
 *
 * <p>Start at {@link dev.ordeal.results.report.HtmlReport}.
 */
package dev.ordeal.results.report;
