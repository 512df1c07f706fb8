"""A float's 64 bits as a whole number, and back: by these the model's own mathematics takes numbers apart."""

import struct
from typing import Any

from numba import types
from numba.extending import intrinsic, overload

__all__ = ["bits_of", "of_bits"]


def bits_of(x: float) -> int:
    """Return the bits of a float, as a whole number with a sign."""
    bits: int = struct.unpack("<q", struct.pack("<d", x))[0]
    return bits


def of_bits(bits: int) -> float:
    """Return the float of which these are the bits."""
    x: float = struct.unpack("<d", struct.pack("<q", bits))[0]
    return x


# In compiled rules each is one move of a register.


@intrinsic
def _whole_of(_: Any, x: Any) -> Any:
    return types.int64(types.float64), lambda context, builder, signature, arguments: builder.bitcast(
        arguments[0], context.get_value_type(types.int64)
    )


@intrinsic
def _float_of(_: Any, bits: Any) -> Any:
    return types.float64(types.int64), lambda context, builder, signature, arguments: builder.bitcast(
        arguments[0], context.get_value_type(types.float64)
    )


@overload(bits_of)
def _compiled_bits_of(x: Any) -> Any:
    def compiled(x: Any) -> Any:
        return _whole_of(x)  # type: ignore[call-arg]

    return compiled


@overload(of_bits)
def _compiled_of_bits(bits: Any) -> Any:
    def compiled(bits: Any) -> Any:
        return _float_of(bits)  # type: ignore[call-arg]

    return compiled
