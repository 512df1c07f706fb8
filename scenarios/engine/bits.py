"""A float's 64 bits as a whole number, and back: by these the model's own mathematics takes numbers apart."""

import struct

__all__ = ["bits_of", "of_bits"]


def bits_of(x: float) -> int:
    """Return the bits of a float, as a whole number with a sign."""
    bits: int = struct.unpack("<q", struct.pack("<d", x))[0]
    return bits


def of_bits(bits: int) -> float:
    """Return the float of which these are the bits."""
    x: float = struct.unpack("<d", struct.pack("<q", bits))[0]
    return x
