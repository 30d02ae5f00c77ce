/**
 * Parsing of events: lines in blocks on every processor, fields under the names of Ordeal and of
 * Jepsen, JSON and EDN. Internal to the files of histories ({@code results.history.file}).
 */
package dev.ordeal.results.history.parse;
