package dev.ordeal.harness.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SideBySideTest {
  @Test
  void cellsAreBrokenAfterSpacesCommasAndHyphens() {
    assertThat(SideBySide.broken("", 5)).containsExactly("");
    assertThat(SideBySide.broken("12345", 5)).containsExactly("12345");
    assertThat(SideBySide.broken("abc def-gh", 8)).containsExactly("abc def-", "gh");
    assertThat(SideBySide.broken("kill,pause", 6)).containsExactly("kill,", "pause");
    assertThat(SideBySide.broken("abcdefgh", 3)).containsExactly("abc", "def", "gh");
    assertThat(SideBySide.broken("a\nb", 9)).containsExactly("a b");
  }
}
