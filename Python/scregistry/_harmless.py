"""Text of others, as people may see it."""

from __future__ import annotations

import re

# Control characters, and those that change the direction of text or hide in it.
_HARMFUL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def harmless(text: str) -> str:
    """Return text with escapes for characters that terminals and browsers obey or hide."""
    return _HARMFUL.sub(lambda found: f"\\u{{{ord(found.group()):x}}}", text)


def harmless_lines(text: str) -> str:
    """Return text with each of its lines harmless."""
    return "\n".join(harmless(line) for line in text.split("\n"))
