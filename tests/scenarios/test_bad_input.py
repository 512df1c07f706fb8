"""Bad input of every kind ends in one message: exit code 2, no traceback, no remains, nothing that steers a screen."""

import errno
import os
import re
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from tightrope import run
from tightrope.cli.commands import main
from tightrope.scenarios.books.book import LARGEST_SEED
from tightrope.scenarios.disk.caps import (
    MOST_BASES,
    MOST_DEPTH,
    MOST_EVENTS,
    MOST_ITEMS,
    MOST_KEYS,
    MOST_PARTS,
    MOST_TOML_BYTES,
    MOST_WORD,
)
from tightrope.scenarios.disk.writing import made_folder
from tightrope.scenarios.errors import InputError, in_brief, printable, shown
from tightrope.scenarios.files.reading import Source
from tightrope.scenarios.parameters.table import declared

DIGITS = "9" * 5001
STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
SWEEP = 'scenarios = "baseline"\nborrowers = 12\nmonths = 1\nseeds = 1\n'
LIST = SWEEP + '[design]\nkind = "list"\nfile = "points.csv"\n'
GRID = SWEEP + '[design]\nkind = "grid"\n[design.over]\n'
SEARCH = 'scenarios = "baseline"\n[search]\n'
WEIGHTS = ("history_weight", "capacity_weight", "behaviour_weight", "identity_weight")
EVERYTHING = "\n".join(
    f"{name} = {{}}" for name, field in declared().items() if field.annotation is float and name not in WEIGHTS
)
"""What varies where all does that has a range and may move alone."""


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def written(name: str, content: str | bytes) -> str:
    Path(name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return name


def refused(*words: str) -> str:
    """The message that a command line is refused with, checked for all that any such message must be."""
    before = sorted(Path().rglob("*"))
    answer = CliRunner().invoke(main, words, color=True)
    assert answer.exit_code == 2, answer.output
    assert "Traceback" not in answer.output
    assert not STEERING.search(answer.output)
    assert len(answer.stderr) < 20_000
    assert sorted(Path().rglob("*")) == before, "something was left"
    return answer.stderr


# words of the command line

NASTY = {
    "digits": DIGITS,
    "escape": "\x1b[31mred",
    "nul": "a\0b",
    "half a pair": "a\udcffb",
    "from the right": "a\u202eb",
    "long name": "q" * 5000,
    "long path": "a/" * 2500,
    "device": "/dev/zero",
}


@pytest.mark.parametrize("word", NASTY.values(), ids=NASTY)
@pytest.mark.parametrize(
    "words",
    [
        ["run", "{}", "--out", "o"],
        ["run", "baseline", "--out", "o", "--book={}"],
        ["run", "baseline", "--out", "o", "--borrowers={}"],
        ["run", "baseline", "--out", "o", "--seed={}"],
        ["run", "baseline", "--out", "o", "--set={}=1"],
        ["run", "baseline", "--out", "o", "--set=cashloan_apr={}"],
        ["run", "baseline", "--out", "o", "--borrowers=9", "--network={}"],
        ["story", "baseline", "--borrower={}"],
        ["scenarios", "check", "{}"],
        ["parameters", "{}"],
        ["sweep", "plan", "{}"],
        ["sweep", "show", "{}"],
        ["plot", "{}"],
        ["{}"],
    ],
    ids=" ".join,
)
def test_words_that_no_command_can_take(words: list[str], word: str) -> None:
    refused(*(each.format(word) for each in words))


# files of scenarios, sweeps and searches


def nested(depth: int, opening: str, closing: str) -> str:
    return f"title = {opening * depth}1{closing * depth}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"months = {DIGITS}", f"a key or a number has {MOST_WORD} characters at most, this one has 5,001"),
        ("k" * 5000 + " = 1", f"a key or a number has {MOST_WORD} characters at most"),
        (nested(5000, "[", "]"), f"lists and tables within each other go {MOST_DEPTH} deep at most"),
        (nested(5000, "{a=", "}"), f"lists and tables within each other go {MOST_DEPTH} deep at most"),
        (".".join(["a"] * 20_000) + " = 1", f"a key has {MOST_PARTS} parts at most"),
        ("[" + ".".join(["a"] * 20_000) + "]", f"a key has {MOST_PARTS} parts at most"),
        ("\n".join(f"k{number} = 1" for number in range(20_000)), f"a file has {MOST_KEYS:,} keys at most"),
        ("events = [" + "{}," * 300_000 + "]", f"the lists of a file hold {MOST_ITEMS:,} values at most"),
        ("events = [" + "[1,1,1]," * 100_000 + "]", f"the lists of a file hold {MOST_ITEMS:,} values at most"),
        ("#" * (MOST_TOML_BYTES + 1), "a scenario file may have up to 1.0 MB"),
        ('base = "' + "q" * 5000 + '"', "neither built in nor as a file"),
        ('base = "a\\u0000b"', "a text holds \\x00, which cannot be shown"),
        ('title = "\\u001b[31m"', "a text holds \\x1b, which cannot be shown"),
        ('"a\\u202eb" = 1', "a key holds \\u202e, which cannot be shown"),
        ("months = \x1b[31m", "not valid TOML"),
        ('title = """' + '"""\\' * 50_000, "not valid TOML"),
        ('base = "/dev/zero"', "no scenario '/dev/zero'"),
    ],
    ids=lambda value: value[:20],
)
def test_scenario_files_that_nobody_writes(text: str, message: str) -> None:
    assert message in refused("scenarios", "check", written("mine.toml", text))


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"cashloan_ap{number} = 1" for number in range(9_000)),
        "[limits]\n" + "\n".join(f"cut_dept{number} = 1" for number in range(9_000)),
        "[[events]]\nmonth = 1\nset = {" + ", ".join(f"guidanc{number} = 1" for number in range(9_000)) + "}",
    ],
    ids=["keys", "of a table", "of an event"],
)
def test_many_problems_are_counted_and_the_first_are_shown_without_delay(text: str) -> None:
    began = time.process_time()
    lines = refused("scenarios", "check", written("mine.toml", text)).splitlines()
    assert time.process_time() - began < 8, "the nearest name is looked for where it is not shown"
    shown_ones = sum("did you mean" in line for line in lines)
    assert shown_ones >= 5 and len(lines) <= 42
    assert lines[-1] == f"9,000 problems, the first {shown_ones} are shown"


def test_bases_are_followed_only_so_far() -> None:
    for number in range(30):
        written(f"s{number}.toml", f'base = "s{number + 1}.toml"')
    written("s30.toml", "")
    assert f"{MOST_BASES} scenarios may start from each other" in refused("scenarios", "check", "s0.toml")
    assert CliRunner().invoke(main, ["scenarios", "check", "s12.toml"]).exit_code == 0


def events(count: int) -> str:
    return "events = [" + ", ".join(["{ month = 1, set = { guidance = 0.1 } }"] * count) + "]\n"


def test_a_scenario_has_only_so_many_events_with_its_bases() -> None:
    written("s2.toml", events(MOST_EVENTS // 2))
    written("s1.toml", 'base = "s2.toml"\n' + events(MOST_EVENTS // 2))
    assert CliRunner().invoke(main, ["scenarios", "check", "s1.toml"]).exit_code == 0
    message = refused("scenarios", "check", written("s0.toml", 'base = "s1.toml"\n' + events(1)))
    assert "s0.toml:2:10: error: events: a scenario has 5,000 at most" in message
    assert "with these it has 5,001" in message


def test_bases_are_read_only_up_to_the_size_of_one_file() -> None:
    for number in range(4):
        written(f"s{number}.toml", f'base = "s{number + 1}.toml"\n' + "#" * (MOST_TOML_BYTES // 3))
    written("s4.toml", "")
    message = refused("scenarios", "check", "s0.toml")
    assert "s1.toml:1:8: error: a scenario and those it starts from may be 1.0 MB long together" in message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (SWEEP.replace("seeds = 1", f"seeds = {'9' * 150}"), "seeds can be run, got about 1e150"),
        ("scenarios = [" + ",".join(f'"a{number}"' for number in range(2_000)) + "]", "2,000 are too many"),
        (SWEEP + "columns = [" + ",".join(f'"trust{number}"' for number in range(3_000)) + "]", "3,000 problems"),
        (SWEEP + "[values]\n" + "\n".join(f"cut_dept{n} = 1" for n in range(3_000)), "3,000 problems"),
        (GRID + "\n".join(f"cut_dept{n} = {{}}" for n in range(3_000)), "3,000 problems"),
        (GRID + "cut_depth = [" + ",".join(f"0.{n:05}" for n in range(1, 40_000)) + "]", "1,000 values at most"),
        (GRID + "mean_degree = [4, inf]", "must be between 0 and 100, got inf"),
        (GRID + "".join(f"{n} = {{ levels = 1000 }}\n" for n in ("cut_depth", "transparency", "raise_step")),
         "1,000,000,000 points (1000 x 1000 x 1000) x 1 seed are 1,000,000,000 runs, too many for one sweep"),
        (SWEEP + '[design]\nkind = "morris"\npoints = 4000\n[design.over]\n' + EVERYTHING,
         "numbers, too many: at most 20,000,000; choose fewer points, or vary less at a time"),
        ("second = 1\n" + SWEEP + '[design]\nkind = "saltelli"\npoints = 256\n[design.over]\n' + EVERYTHING,
         "unknown key 'second'"),
        (SWEEP + 'book = "' + "q" * 5000 + '.csv"', "File name too long"),
        (SWEEP + '[values]\nnetwork_kind = "file"\nnetwork_file = "' + "q" * 5000 + '"', "there is no file"),
    ],
    ids=lambda value: value[-30:],
)  # fmt: skip
def test_sweeps_that_nobody_runs(text: str, message: str) -> None:
    assert message in refused("sweep", "plan", written("mine.toml", text))


def test_points_are_not_laid_out_where_a_file_is_at_fault_anyway(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tightrope.sweeps.plan.design_reading.points_of", lambda *_: pytest.fail("was laid out"))
    refused("sweep", "plan", written("mine.toml", "second = 1\n" + GRID + "cut_depth = [0.1, 0.2]"))


def test_ends_of_very_many_factors_are_tried_without_delay() -> None:
    text = SWEEP.replace('"baseline"', '"library"') + '[design]\nkind = "latin-hypercube"\npoints = 2\n[design.over]\n'
    began = time.process_time()
    everything = EVERYTHING.replace("share_gig = {}", "share_gig = { full = true }")
    message = refused("sweep", "plan", written("mine.toml", text + everything))
    assert time.process_time() - began < 8, "every scenario is tried at every end"
    assert "cannot be had: population: share_salaried and share_gig add up to" in message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (SEARCH + "keep = {" + ",".join(f"lendin{n} = 1" for n in range(3_000)) + "}\nover.cut_depth = {}", "problems"),
        (SEARCH + "over.cut_depth = {}\n" + '[[search.objectives]]\nmeasure = "los"\nbetter = "lower"\n' * 3_000,
         "did you mean 'loss'?"),
        (SEARCH + "keep = { lending = inf }\nover.cut_depth = {}", "keep.lending: must be a finite number, got inf"),
        (SEARCH + "keep = { lending = nan }\nover.cut_depth = {}", "keep.lending: must be a finite number, got nan"),
        (SEARCH + "keep = { lending = 1e300 }\nover.cut_depth = {}", "keep.lending: must be at most 10.0, got 1e+300"),
        (SEARCH + "proof = 1000000000\nover.cut_depth = {}", "search.proof: must be between 3 and 1,000,000"),
        (SEARCH + "proof = 900000\nover.cut_depth = {}", "193 x 1 x 900,000 = 173,700,000 runs, too many"),
        ("seeds = 1000\n" + SEARCH + "trials = 10000\ngeneration = 10000\nover.cut_depth = {}",
         "10,000 x 1 x 1,000 = 10,000,000 runs, too many for one search: at most 1,000,000"),
        (f"seeds = [{LARGEST_SEED}]\n" + SEARCH + "over.cut_depth = {}",
         f"seeds: the proof takes the 20 seeds after these, so none may be above {LARGEST_SEED - 20}"),
        (f"seeds = [{LARGEST_SEED - 3}]\n" + SEARCH + "proof = 10\nover.cut_depth = {}", "takes the 10 seeds"),
    ],
    ids=lambda value: value[:60],
)  # fmt: skip
def test_searches_that_nobody_runs(text: str, message: str) -> None:
    assert message in refused("sweep", "search", written("mine.toml", text))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("cut_depth\n\0\n", "holds a NUL character"),
        (",".join(f"cut_dept{number}" for number in range(20_000)), "20,000 columns, but only"),
        ("cut_depth\n" + "x\n" * 50_000, "50,000 problems, the first 20 are shown; nothing was run"),
        ("cut_depth\n\u202e1\n", "must be a number, got '\\u202e1'"),
    ],
    ids=lambda value: value[:20],
)
def test_lists_of_points_that_nobody_writes(text: str, message: str) -> None:
    written("points.csv", text)
    assert message in refused("sweep", "plan", written("mine.toml", LIST))


# books and networks


def sparse(size: int, head: bytes = b"") -> Callable[[str], None]:
    def make(name: str) -> None:
        with Path(name).open("wb") as file:
            file.write(head)
            file.truncate(size)

    return make


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("income\n50\x0000\n", "line 2 holds a NUL character"),
        ("income\n" + "1" * 1_500_000, "line 2 is longer than 1,000,000 characters"),
        ("income\n" + "9" * 200_000, "field larger than field limit"),
        (",".join(["income"] * 200_000) + "\n", "line 1 is longer than"),
        ("\x1b[31mincome\n1\n", "'\\x1b[31mincome' is no column of a book"),
        ("income\n\u202e5\n", "line 2, income = '\\u202e5': is not a number"),
        (f"income\n{DIGITS}\n", "is not finite"),
        (sparse(3_000_000_000), "is 3,000.0 MB long; a book may have up to 2,000.0 MB"),
        (sparse(1_900_000_000, b"income\n5\n"), "line 3 holds a NUL character"),
        (os.mkfifo, "is no ordinary file; name a book"),
    ],
    ids=["nul", "line", "field", "header", "name", "value", "digits", "sparse", "zeros", "pipe"],
)
def test_books_that_nobody_keeps(content: str | Callable[[str], None], message: str) -> None:
    if isinstance(content, str):
        written("mine.csv", content)
    else:
        content("mine.csv")
    assert message in refused("run", "baseline", "--book", "mine.csv", "--out", "o")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("n.txt", f"0,{DIGITS}\n", "is not a pair of ids"),
        ("n.txt", "0,1\x1b[31m\n", "line 1: '0,1\\x1b[31m' is not a pair of ids"),
        ("n.txt", "0,99\n" * 100_000, "100000 faults (the first 20 are listed)"),
        ("n.graphml", "<?xml version='1.0' encoding='xyz'?><graphml/>", "cannot be read as GraphML"),
        ("n.graphml", "<a>" * 50_000, "cannot be read as GraphML"),
    ],
)
def test_networks_that_nobody_draws(name: str, content: str, message: str) -> None:
    words = ("run", "baseline", "--borrowers", "9", "--months", "1", "--out", "o")
    assert message in refused(*words, "--network", written(name, content))


def test_damaged_parquet_files_are_refused_and_nothing_else_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    pl.DataFrame({"income": [5000.0 + row for row in range(500)]}).write_parquet("whole.parquet")
    whole = Path("whole.parquet").read_bytes()
    for place in range(0, len(whole), 97):
        damaged = whole[:place] + bytes(255 - byte for byte in whole[place : place + 9]) + whole[place + 9 :]
        answer = CliRunner().invoke(main, ["run", "baseline", "--months", "0", "--book", written("b.parquet", damaged)])
        assert answer.exit_code == 2, answer.output
        assert "Traceback" not in answer.output
    assert capfd.readouterr().err == ""


# the last net


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (MemoryError(), "there is not enough memory for it"),
        (RecursionError(), "nested too deeply"),
        (OSError(errno.ENOSPC, "", "results/a"), "results/a: the disk is full"),
        (OSError(errno.EACCES, "", "\x1b[31m"), "\\x1b[31m: you may not read or write it"),
        (OSError(errno.ENOTDIR, "Not a directory", "a/b"), "a/b: Not a directory"),
        (UnicodeEncodeError("utf-8", "a\udcff", 1, 2, "surrogates not allowed"), "'a\\udcff' cannot be written"),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid"), "is not UTF-8 text"),
        (UnicodeError("label too long"), "a name that was given cannot be used (label too long)"),
        (OverflowError("int too large"), "too large to reckon with (int too large)"),
        (pl.exceptions.PanicException("slice"), "its contents are damaged (slice)"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_stray_errors_end_in_a_message(monkeypatch: pytest.MonkeyPatch, error: BaseException, message: str) -> None:
    def fail() -> None:
        raise error

    monkeypatch.setattr("tightrope.scenarios.files.scenario.library", fail)
    assert message in refused("scenarios", "list")


def test_digits_that_python_does_not_count_end_in_a_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tightrope.scenarios.files.scenario.library", lambda: [int(DIGITS)])
    assert "thousands of digits" in refused("scenarios", "list")


# where results go

ONE = ("run", "baseline", "--borrowers", "5", "--months", "1")


@pytest.mark.parametrize(
    "words",
    [
        [*ONE, "--out", "a/b/c", "--network", "n.txt"],
        [*ONE, "--out", "a/b/c", "--network", "n.txt", "--panel"],
        [*ONE, "--out", "a/b/" + "x" * 230],
        ["sweep", "run", "s.toml", "--out", "a/b/" + "x" * 300],
        ["sweep", "search", "k.toml", "--out", "a/b/" + "x" * 300],
        [*ONE, "--out", "/proc/a/b"],
    ],
    ids=lambda words: " ".join(words)[-60:],
)
def test_parents_that_were_made_for_nothing_are_taken_back(words: list[str]) -> None:
    written("n.txt", "0,77")
    written("s.toml", SWEEP)
    written("k.toml", SWEEP + "[search]\ntrials = 2\ngeneration = 2\nover.cut_depth = {}")
    refused(*words)


def test_only_empty_folders_that_were_made_are_taken_back(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with suppress(ZeroDivisionError), made_folder(tmp_path / "a" / "b" / "c"):
        (tmp_path / "a" / "b" / "kept").touch()
        raise ZeroDivisionError
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a", "b", "kept"]
    with made_folder(tmp_path / "a" / "d"):
        pass
    assert (tmp_path / "a" / "d").is_dir()


@pytest.mark.parametrize(
    ("bad_rows", "message"),
    [
        ("o.csv", "--skip-bad-rows o.csv: the results go there; name another file"),
        ("x" * 250 + ".csv", "cannot be written (File name too long): name another file"),
        ("/proc/r.csv", "/proc/r.csv cannot be written"),
        ("/sys/r.csv", "/sys/r.csv cannot be written"),
    ],
)
def test_bad_rows_have_a_place_before_anything_is_run(bad_rows: str, message: str) -> None:
    written("bad.csv", "income\n5000\nx\n")
    assert message in refused(
        *ONE[:2], "--book", "bad.csv", "--skip-bad-rows", bad_rows, "--months=1", "--out", "o.csv"
    )


@pytest.mark.skipif(not Path("/proc/version").is_file(), reason="of Linux")
@pytest.mark.parametrize(
    "words",
    [
        ["scenarios", "check", "mine.toml"],
        ["scenarios", "check", "/proc/kmsg"],
        [*ONE, "--out", "o", "--network", "/proc/kmsg"],
        [*ONE, "--out", "o", "--book", "link.csv"],
    ],
    ids=" ".join,
)
def test_what_the_system_shows_of_itself_is_no_file(words: list[str]) -> None:
    written("mine.toml", 'base = "/proc/kmsg"')
    Path("link.csv").symlink_to("/proc/version")
    assert "is no ordinary file" in refused(*words)


# the environment


@pytest.mark.parametrize(
    ("name", "value"),
    [("POLARS_MAX_THREADS", "0"), ("POLARS_MAX_THREADS", "x"), ("TIGHTROPE_PLAIN", "x"), ("TIGHTROPE_PLAIN", "-1")],
)
def test_settings_that_libraries_end_the_process_over(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    assert f"the environment says {name}={value}: it must be a whole number of at least" in refused("scenarios", "list")


@pytest.mark.parametrize(
    "environment",
    [
        {"_TIGHTROPE_COMPLETE": "bash_complete"},
        {"_TIGHTROPE_COMPLETE": "bash_complete", "COMP_WORDS": "tightrope", "COMP_CWORD": "x"},
        {"_TIGHTROPE_COMPLETE": "bash_complete", "COMP_WORDS": "tightrope \x1b[31m run", "COMP_CWORD": "2"},
    ],
    ids=["no words", "no number", "steering"],
)
def test_completions_are_asked_for_as_shells_ask(environment: dict[str, str]) -> None:
    answer = CliRunner().invoke(main, [], env=environment, prog_name="tightrope")
    assert answer.exit_code == 2 and answer.stderr.startswith("error: ") and answer.stderr.count("\n") == 1


# what is shown


def test_messages_fit_a_screen() -> None:
    text = "\n".join(f"[[events]]\nmonth = {700 + number}\nset = {{ guidance = 7 }}" for number in range(40))
    message = refused("scenarios", "check", written("mine.toml", text))
    assert message.count("\n") <= 42 and len(message) < 6_000
    assert re.search(r"^80 problems, the first \d+ are shown$", message, re.MULTILINE)
    assert len(refused("run", *["baseline"] * 500)) < 800
    assert in_brief("short") == "short"
    assert in_brief("a line\n" * 100).splitlines()[-1] == "… and 60 more lines"


def test_texts_that_cannot_be_shown_are_counted_once() -> None:
    text = "".join(f'k{number} = "\\u001b"\n' for number in range(300))
    message = refused("scenarios", "check", written("mine.toml", text))
    assert re.findall(r"[\d,]+ problems?", message) == ["300 problems"]


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("\x1b[31m\x07", "\\x1b[31m\\x07"),
        ("a\nb", "a\\nb"),
        ("\u202e\udcff\x9b", "\\u202e\\udcff\\x9b"),
        ("名字 ü\u200d💥", "名字 ü\u200d💥"),
    ],
)
def test_what_steers_a_terminal_is_seen_and_what_is_writing_stays(name: str, seen: str) -> None:
    assert shown(name) == seen


def test_a_message_keeps_its_lines_and_loses_what_floods_the_screen() -> None:
    assert printable("a\n\tb\r") == "a\n\tb\\r"
    assert len(printable("x" * 100_000)) < 300


def test_a_long_line_is_shown_around_what_is_wrong() -> None:
    source = Source("mine.toml", 'why = "' + "x" * 400_000 + '"')
    with pytest.raises(InputError) as caught:
        Source("mine.toml", 'why = "' + "x" * 400_000 + '" !')
    assert source.values and len(str(caught.value)) < 600


# the fewest borrowers


@pytest.mark.parametrize("kind", ["small-world", "scale-free", "blocks", "none"])
@pytest.mark.parametrize("borrowers", [1, 2, 3, 7])
def test_any_number_of_borrowers_makes_a_market(borrowers: int, kind: str) -> None:
    choices = {"borrowers": borrowers, "months": 14, "against": "baseline", "values": {"network_kind": kind}}
    result = run("regulatory-squeeze", **choices, check=True, out="o")  # type: ignore[arg-type]
    assert result.months.height == 14 and result.borrowers.height == borrowers
    fewer = "Among so few borrowers each has" in Path("o/report.html").read_text(encoding="utf-8")
    assert fewer == (kind != "none" and borrowers < 7)


def test_a_command_says_that_friends_are_fewer() -> None:
    words = ["run", "baseline", "--borrowers", "3", "--months", "1", "--out", "o"]
    answer = CliRunner().invoke(main, words)
    assert answer.exit_code == 0
    assert "mean_degree: among 3 borrowers each has 2 friends on average, not 6\n" in answer.stderr
    assert CliRunner().invoke(main, ["story", *words[1:-2], "--borrower", "0", "--out", "s.html"]).exit_code == 0


def test_a_long_plan_says_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tightrope.sweeps.plan.identity._SECONDS_BETWEEN_LINES", 0.0)
    answer = CliRunner().invoke(main, ["sweep", "plan", written("mine.toml", GRID + "cut_depth = { levels = 3 }")])
    assert answer.exit_code == 0
    assert "laying out the plan: 3 of 3 runs" in answer.stderr


def test_reading_a_large_book_is_announced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tightrope.scenarios.books.reading.SLOW_BYTES", 10)
    written("mine.csv", "income\n5000\n6000\n")
    answer = CliRunner().invoke(main, ["run", "baseline", "--book", "mine.csv", "--months", "0"])
    assert answer.stderr.startswith("reading mine.csv: 0 MB, which takes a while\n")
