"""Whether a market fits into what this process may address, asked before anything large is loaded.

Where it does not, libraries that are not written in Python end the process in the middle, and nothing can catch that.
"""

import sys

from tightrope.scenarios.errors import InputError

__all__ = ["NEEDED", "check_address_space"]

NEEDED = 2_000_000_000
"""Bytes with which a small market runs and its rules compile on a few cores; most are reserved and never used."""


def check_address_space() -> None:
    """Raise InputError where a limit on the address space leaves no room for a market."""
    if sys.platform == "win32":
        return
    import resource

    allowed, _ = resource.getrlimit(resource.RLIMIT_AS)
    if allowed != resource.RLIM_INFINITY and allowed < NEEDED:
        raise InputError(
            f"a limit on the address space (ulimit -v) leaves this process {allowed / 1e6:,.0f} MB, and a market needs "
            f"{NEEDED / 1e6:,.0f} MB, more with many borrowers or cores: raise the limit, or lift it with "
            "'ulimit -v unlimited'"
        )
