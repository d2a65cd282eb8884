"""Rate limits and ordered trouble of the Discord test server.

A bucket is a route with its channel or token, as many requests as fit into a window of time; above all buckets stands
the bot's limit a second. Who comes again before the time he was told to wait for is noted. Knows nothing of what the
requests do.
"""

import math
import random
import time
import zlib
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from tests.discord_spec import Asked

Trouble = Literal["429", "429 global", "500", "502", "503", "403 page", "drop before", "drop after", "slow"]

SEND: Final = "POST /channels/{channel_id}/messages"
EDIT: Final = "PATCH /channels/{channel_id}/messages/{message_id}"
DELETE: Final = "DELETE /channels/{channel_id}/messages/{message_id}"
CALLBACK: Final = "POST /interactions/{interaction_id}/{interaction_token}/callback"
FOLLOWUP: Final = "POST /webhooks/{webhook_id}/{webhook_token}"
ORIGINAL: Final = "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original"
DOWNLOAD: Final = "download"  # files from the CDN
GATEWAY: Final = "gateway"  # opening a socket

# Requests and seconds by route, as Discord has been seen to set them; they are not promised.
LIMITS: Final[Mapping[str, tuple[int, float]]] = {SEND: (5, 5.0), EDIT: (5, 5.0), DELETE: (5, 1.0), FOLLOWUP: (5, 2.0)}
SHARED: Final = {ORIGINAL: FOLLOWUP, ORIGINAL.replace("@original", "{message_id}"): FOLLOWUP}
MAJOR: Final = ("channel_id", "guild_id", "webhook_id", "webhook_token", "interaction_id")  # each has its own bucket
GLOBALLY: Final = 50  # requests a second with the bot's token
ON_THE_WAY_S: Final = 0.1  # what was sent before the refusal could be read
EARLY_S: Final = 0.02  # clocks of two processes


@dataclass
class Fault:
    """Trouble for the next `times` requests of `route` (any of the API if empty), or for a `share` of them.

    `drop before` and `drop after`: the connection ends without an answer, the request not done or done.
    `502` and `403 page` are a proxy's pages, not answers of Discord. `channel` names one channel.
    """

    trouble: Trouble
    route: str = ""
    times: int = 1
    channel: int | None = None
    seconds: float = 1.0  # retry_after of a 429, delay of a slow one
    share: float = 1.0

    def meets(self, route: str, path: Mapping[str, str]) -> bool:
        """Whether this request may be struck."""
        named = route == self.route if self.route else route not in (DOWNLOAD, GATEWAY)
        return self.times > 0 and named and self.channel in (None, int(path.get("channel_id", 0)))


@dataclass(frozen=True)
class TooFast:
    """A refusal: wait so long."""

    retry_after: float
    globally: bool = False


@dataclass
class Pace:
    """What may be asked how often. `limits` empty and `globally` None: as often as one likes."""

    breaches: list[str]
    limits: dict[str, tuple[int, float]] = field(default_factory=lambda: dict(LIMITS))
    globally: int | None = GLOBALLY
    faults: list[Fault] = field(default_factory=list[Fault])
    seed: int = 1
    on_the_way_s: float = ON_THE_WAY_S

    def __post_init__(self) -> None:
        """Nothing has been asked yet."""
        self._asked: dict[str, deque[float]] = defaultdict(deque)
        self._waits: dict[str, tuple[float, float]] = {}  # told at, until
        self._random = random.Random(self.seed)

    def fault(self, route: str, path: Mapping[str, str]) -> Fault | None:
        """The trouble this request gets into, if any."""
        for fault in self.faults:
            if fault.meets(route, path) and self._random.random() < fault.share:
                fault.times -= 1
                return fault
        return None

    def refuse(self, asked: Asked, seconds: float, globally: bool = False) -> TooFast:
        """Tell this request to wait, and remember that it was told."""
        now = time.monotonic()
        self._waits["" if globally else self._bucket(asked)] = (now, now + seconds)
        return TooFast(seconds, globally)

    def judge(self, asked: Asked, by_bot: bool) -> TooFast | None:
        """Count a request; a refusal if it comes too soon."""
        now, bucket = time.monotonic(), self._bucket(asked)
        for waiting in (bucket, *([""] if by_bot else [])):
            told, until = self._waits.get(waiting, (0.0, 0.0))
            if now < until - EARLY_S:
                if now > told + self.on_the_way_s:
                    self.breaches.append(f"{asked.route}: ignored retry_after by {until - now:.2f} s")
                return TooFast(until - now, globally=not waiting)
        if by_bot and self.globally is not None and (wait := self._full("", self.globally, 1.0)):
            return self.refuse(asked, wait, globally=True)
        count, window = self.limits.get(SHARED.get(asked.route, asked.route), (0, 0.0))
        if count and (wait := self._full(bucket, count, window)):
            return self.refuse(asked, wait)
        return None

    def headers(self, asked: Asked) -> dict[str, str]:
        """What Discord tells of the bucket with every answer."""
        route = SHARED.get(asked.route, asked.route)
        if route not in self.limits:
            return {}
        count, window = self.limits[route]
        times = self._asked[self._bucket(asked)]
        left = max(0.0, times[0] + window - time.monotonic()) if times else window
        told: dict[str, Any] = {
            "Limit": count,
            "Remaining": max(0, count - len(times)),
            "Reset": f"{time.time() + left:.3f}",
        }
        told |= {"Reset-After": f"{rounded_up(left):.3f}", "Bucket": f"{zlib.crc32(route.encode()):08x}"}
        return {f"X-RateLimit-{name}": str(value) for name, value in told.items()}

    def _bucket(self, asked: Asked) -> str:
        major = [asked.path.get(name, "") for name in MAJOR]
        return " ".join([SHARED.get(asked.route, asked.route), *major])

    def _full(self, bucket: str, count: int, window: float) -> float:
        """Seconds to wait because the bucket is full; else 0, and the request is counted."""
        now, times = time.monotonic(), self._asked[bucket]
        while times and times[0] <= now - window:
            times.popleft()
        if len(times) >= count:
            return times[0] + window - now
        times.append(now)
        return 0.0


def rounded_up(seconds: float) -> float:
    """Whole milliseconds, none too few: who waits so long is not too early."""
    return math.ceil(seconds * 1000) / 1000
