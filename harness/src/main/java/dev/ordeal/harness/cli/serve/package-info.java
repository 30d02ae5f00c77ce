/** {@code ordeal serve}: saved runs in a browser, which may look and change nothing. */
package dev.ordeal.harness.cli.serve;
