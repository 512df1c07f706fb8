"""Whether a TOML text is of a shape that a person could have written, found out before it is parsed.

Parsers take time and stack by the square of what a hostile text holds. This looks at each character once.
"""

import re

from tightrope.scenarios.disk.caps import MOST_DEPTH, MOST_ITEMS, MOST_KEYS, MOST_PARTS, MOST_WORD

__all__ = ["too_much"]

_TOKEN = re.compile(
    r"""
      (?P<comment> \#[^\n]*+ )
    | (?P<quoted> \"{3} (?: \\. | (?!\"{3}) [^\\] )*+ (?: \"{3,5} | \\?\Z ) | '{3} (?: (?!'{3}) . )*+ (?: '{3,5} | \Z )
                | \" (?: \\[^\n] | [^\"\\\n] )*+ \"? | ' [^'\n]*+ '? )
    | (?P<mark> [][{}=,.\n] )
    | (?P<bare> [^][{}=,.\s\#\"']++ )
    """,
    re.VERBOSE | re.DOTALL,
)
"""As in ``places``, for texts that may be no TOML: a string that nobody closes reaches to the end."""


def too_much(text: str) -> tuple[slice, str] | None:
    """Return where a text is deeper or fuller than any file may be, and what is too much; None where it is not.

    Args:
        text: TOML or not, with line ends of one character.
    """
    depth = parts = keys = items = 0
    begins = True  # a line, on which a bracket opens a header
    for token in _TOKEN.finditer(text):
        match token[0]:
            case "[" | "{":
                depth += 1
                keys += begins and depth == 1
            case "]" | "}":
                depth -= 1
            case "=":
                keys += 1
            case ",":
                items += 1
            case ".":
                parts += 1
        if says := _complaint(token, depth, parts, keys, items):
            return slice(token.start(), min(token.end(), token.start() + MOST_WORD)), says
        begins = token[0] == "\n"
        parts = 0 if token.lastgroup == "mark" and token[0] != "." else parts
    return None


def _complaint(token: re.Match[str], depth: int, parts: int, keys: int, items: int) -> str:
    if depth > MOST_DEPTH:
        return f"lists and tables within each other go {MOST_DEPTH} deep at most"
    if parts >= MOST_PARTS:
        return f"a key has {MOST_PARTS} parts at most, with dots between them"
    if keys > MOST_KEYS:
        return f"a file has {MOST_KEYS:,} keys at most"
    if items >= MOST_ITEMS:
        return f"the lists of a file hold {MOST_ITEMS:,} values at most, all together"
    if token.lastgroup == "bare" and token.end() - token.start() > MOST_WORD:
        long = token.end() - token.start()
        return f"a key or a number has {MOST_WORD} characters at most, this one has {long:,}"
    return ""
