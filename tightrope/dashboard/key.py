"""What opens the dashboard: a token in the address that was printed, and a signed session for each browser after it."""

import hmac
import secrets

__all__ = ["Key"]


class Key:
    """The secret of one dashboard, made when it starts and gone with it."""

    def __init__(self) -> None:
        """Draw a token and what sessions are signed with."""
        self.token = secrets.token_urlsafe(32)
        self._secret = secrets.token_bytes(32)

    def opens(self, token: str) -> bool:
        """Tell whether this is the token, in a time that does not depend on how nearly it is."""
        return hmac.compare_digest(token.encode(errors="replace"), self.token.encode())

    def new_session(self) -> str:
        """Return what a browser may keep that came with the token."""
        name = secrets.token_urlsafe(16)
        return f"{name}.{self._signature(name)}"

    def session(self, kept: str) -> str | None:
        """Return the name of the session that a browser kept, None where it was not made here."""
        name, _, signature = kept.partition(".")
        genuine = hmac.compare_digest(signature.encode(errors="replace"), self._signature(name).encode())
        return name if genuine else None

    def _signature(self, name: str) -> str:
        return hmac.new(self._secret, name.encode(errors="replace"), "sha256").hexdigest()
