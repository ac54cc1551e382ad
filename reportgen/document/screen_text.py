"""What a screen asks of the words of a page: those with a hyphen stay on one line.

Browsers break a line after any hyphen, « Faut-|il », « CIFAR-|10 ». A hyphen that forbids it is
another character, which a search or a copied sentence would not know.
"""

from __future__ import annotations

import re

LONGEST = 16
"""Letters of a word that a phone can push to the next line without leaving a hole."""

_WORD = re.compile(
    r"<pre\b.*?</pre>|<code\b.*?</code>|<rg-formula\b.*?</rg-formula>|<[^>]*>"
    r"|&\w+;|\b\w+(?:-\w+)+\b",
    re.DOTALL,
)
"""A word with a hyphen, or something to leave as it is."""


def keep_whole(html: str) -> str:
    """Return HTML whose hyphenated words, in text, are spans that no line break enters."""
    return _WORD.sub(_kept, html) if "-" in html else html


def _kept(match: re.Match[str]) -> str:
    word = match[0]
    if word[0] in "<&" or len(word) > LONGEST:
        return word
    return f'<span class="whole">{word}</span>'
