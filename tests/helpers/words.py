"""The messages of the catalogues, where the house asks for them, and a language that nobody speaks."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

__all__ = ["CATALOGUES", "calls", "fields", "keys_in", "messages", "sources", "write_marked_language"]

ROOT = Path(__file__).resolve().parents[2]
CATALOGUES = ROOT / "analysis" / "words"
_LOOKED_UP = {"sizes", "units"}
"""Catalogues that are looked up by what they translate, not by names of messages."""
_KEY = re.compile(rf"({'|'.join(path.stem for path in sorted(CATALOGUES.glob('en/*.toml')))})\.[a-z0-9_]*[a-z0-9]")
_FILE = re.compile(r".*\.(css|html|js|json|parquet|toml)")
_NUMBER = re.compile(r"[+z]*,?(\.\d)?[fg%]?")
MARK = "ж"


def messages(folder: Path) -> dict[str, str]:
    """All messages of a language by their full names."""
    return {
        f"{path.stem}.{name}": text
        for path in sorted(folder.glob("*.toml"))
        if path.stem not in _LOOKED_UP
        for name, text in tomllib.loads(path.read_text(encoding="utf-8")).items()
    }


def fields(message: str) -> set[str]:
    """The values that a message is filled with."""
    return {name for _, name, _, _ in Formatter().parse(message) if name is not None}


def sources() -> Iterator[tuple[str, str]]:
    """Path and text of all code and templates that may ask for messages."""
    for room in ("analysis", "tightrope/api", "tightrope/cli", "tightrope/dashboard"):
        for path in sorted((ROOT / room).rglob("*")):
            if path.suffix in (".py", ".html"):
                yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")


def keys_in(path: str, text: str) -> Iterator[str]:
    """The names of messages in a source; one made from parts has ``*`` for what is not written."""
    if path.endswith(".html"):
        yield from (found[1] for found in re.finditer(r"""say\(["']([\w.]+)["']""", text))
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if _KEY.fullmatch(node.value) and not _FILE.fullmatch(node.value):
                yield node.value
        elif isinstance(node, ast.JoinedStr):
            whole = "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values)
            if _KEY.fullmatch(whole.replace("*", "x")) and not _FILE.fullmatch(whole):
                yield whole


def calls(text: str) -> Iterator[tuple[int, str, set[str]]]:
    """Line, message and names of the values of every call in Python that fills a message named there."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            key = node.args[0].value
            if isinstance(key, str) and _KEY.fullmatch(key) and not _FILE.fullmatch(key):
                yield node.lineno, key, {keyword.arg or "**" for keyword in node.keywords}


def write_marked_language(folder: Path, language: str) -> None:
    """Write the catalogues of a language whose every letter is the same one, made from the English ones."""
    (folder / language).mkdir(parents=True)
    for path in CATALOGUES.glob("en/*.toml"):
        lines = []
        for line in path.read_text(encoding="utf-8").splitlines():
            name, sign, text = line.partition(" = ")
            lines.append(f'{name}{sign}"{_marked(text[1:-1])}"' if sign and text.startswith('"') else line)
        (folder / language / path.name).write_text("\n".join(lines), encoding="utf-8")


def _marked(message: str) -> str:
    marked = ""
    for literal, name, spec, conversion in Formatter().parse(message):
        marked += _letters(literal).replace("{", "{{").replace("}", "}}")
        if name is not None:
            rule = spec if _NUMBER.fullmatch(spec or "") else _letters(spec or "")
            marked += f"{{{name}{f'!{conversion}' if conversion else ''}{f':{rule}' if rule else ''}}}"
    return marked


def _letters(text: str) -> str:
    return re.sub(r"%\{\w+\}|\\.|<[^>]*>|([A-Za-z])", lambda found: MARK if found[1] else found[0], text)
