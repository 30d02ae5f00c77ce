/** A key-value store of a program, and one that is a server: what the tests test. */
package com.example;
