"""Whether a market fits into what this process may address, asked before anything large is loaded.

Where it does not, libraries that are not written in Python end the process in the middle, and nothing can catch that.
"""

import sys

from tightrope.scenarios.errors import InputError

__all__ = ["NEEDED", "OF_A_BORROWER", "check_address_space"]

NEEDED = 2_000_000_000
"""Bytes with which a small market runs and its rules compile on a few cores; most are reserved and never used."""


OF_A_BORROWER = 1_000
"""Bytes that each borrower takes beyond that, results and what is worked out while they are written among them."""


def check_address_space(borrowers: int = 0) -> None:
    """Raise InputError where a limit on the address space leaves no room for a market, or for so many borrowers."""
    if sys.platform == "win32":
        return
    import resource

    allowed, _ = resource.getrlimit(resource.RLIMIT_AS)
    needed = NEEDED + OF_A_BORROWER * borrowers
    if allowed != resource.RLIM_INFINITY and allowed < needed:
        what = f"{borrowers:,} borrowers need" if borrowers else "a market needs"
        more = "ask for fewer borrowers, " if borrowers else ""
        raise InputError(
            f"a limit on the address space (ulimit -v) leaves this process {allowed / 1e6:,.0f} MB, and {what} "
            f"{needed / 1e6:,.0f} MB, more with many cores: {more}raise the limit, or lift it with "
            "'ulimit -v unlimited'"
        )
