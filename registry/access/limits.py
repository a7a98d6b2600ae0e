"""How often something may be tried: by address, and by what is being guessed at."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass

from django.core.cache import cache
from django.http import HttpRequest
from rest_framework.throttling import BaseThrottle


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``most`` times in ``seconds``, counted in spans that all begin together."""

    name: str
    most: int
    seconds: int

    def count(self, who: str) -> None:
        """Count one try against ``who``."""
        key = self._key(who)
        if not cache.add(key, 1, self.seconds):
            try:
                cache.incr(key)
            except ValueError:  # it ended between the two
                cache.set(key, 1, self.seconds)

    def reached(self, who: str) -> bool:
        """Whether ``who`` has used up this span."""
        return int(cache.get(self._key(who), 0)) >= self.most

    def _key(self, who: str) -> str:
        span = int(time.time()) // self.seconds
        return f"limit:{self.name}:{span}:{hashlib.sha256(who.encode()).hexdigest()}"


def address_of(request: HttpRequest) -> str:
    """Address of whoever asks, as the outermost trusted proxy saw it (``TRUSTED_PROXIES``)."""
    return str(BaseThrottle().get_ident(request))  # type: ignore[arg-type]
