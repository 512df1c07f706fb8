"""All that is wrong with a document, gathered so that it can be said at once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tightrope.scenarios.errors import InputError
from tightrope.scenarios.files.complaints import Complaint, Where

__all__ = ["Problems", "RefusedError"]


class RefusedError(Exception):
    """What stands at one place of a document cannot be taken."""

    def __init__(self, *complaints: Complaint) -> None:
        super().__init__(*map(str, complaints))
        self.complaints = complaints


class Problems:
    """What is wrong with a document, and with other files that it names."""

    def __init__(self) -> None:
        self.here: list[Complaint] = []
        self.elsewhere: list[str] = []

    def __bool__(self) -> bool:
        return bool(self.here or self.elsewhere)

    def add(
        self, where: Where, says: str, hint: str = "", *, at_key: bool = False, near: Callable[[], str] = str
    ) -> None:  # fmt: skip
        """Complain about a place of the document; ``near`` gives the nearest name, if the complaint is shown."""
        self.here.append(Complaint(where, says, hint, at_key, near))

    @contextmanager
    def gathered(self, where: Where, *, at_key: bool = False) -> Iterator[None]:
        """Take what is refused meanwhile for a problem of this place."""
        try:
            yield
        except RefusedError as refused:
            self.here += refused.complaints
        except InputError as error:
            self.add_first(where, error, at_key=at_key)

    def add_first(self, where: Where, error: InputError, *, before: str = "", at_key: bool = False) -> None:
        """Complain about a place in the words of an error, of which the first complaint is enough."""
        says, *rest = str(error.args[0]).splitlines()
        hint = rest[0].removeprefix("  = ") if rest and rest[0].startswith("  = ") else ""
        self.add(where, before + says, hint, at_key=at_key, near=error.near)
