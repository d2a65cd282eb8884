"""The lease of one attempt: who may work at an order or a selfie, and until when.

The attempt is a fencing number: a newer one takes the lease over, an older one is refused for ever. Each step is one
script in Redis, so two workers never both believe they hold it.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Literal, cast

from inference import contract, jobs
from inference.pausing import pause

log = logging.getLogger(__name__)

FENCE_S = 24 * 3600  # as long as arq keeps a job: no older attempt can turn up later

# KEYS lease, fence; ARGV attempt, holder, milliseconds, fence seconds
CLAIM = """
for _, key in ipairs(KEYS) do
  if redis.call('TYPE', key).ok ~= 'string' then redis.call('DEL', key) end
end
if (tonumber(redis.call('GET', KEYS[2]) or '0') or 0) > tonumber(ARGV[1]) then return 'stale' end
local held = redis.call('GET', KEYS[1])
if held and held ~= ARGV[2] and tonumber(string.match(held, '^%d+') or '0') >= tonumber(ARGV[1]) then return 'held' end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
redis.call('SET', KEYS[2], ARGV[1], 'EX', ARGV[4])
return 'ours'
"""
# KEYS lease; ARGV holder
RELEASE = "if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end return 'released'"

Claim = Literal["ours", "held", "stale"]


class Lease:
    """The lease of attempt `attempt` at `thing`, for the worker called `worker`, `lease_s` seconds at a time."""

    def __init__(self, redis: jobs.Redis, thing: str, attempt: int, worker: str, lease_s: float) -> None:
        self._redis = redis
        self.thing = thing
        self._keys = (contract.lease_key(thing), contract.fence_key(thing))
        self._attempt = attempt
        self._holder = f"{attempt}:{worker}"
        self._lease_ms = int(lease_s * 1000)

    async def claim(self) -> Claim:
        """Take or renew: `held` by another worker at this attempt, `stale` where a newer attempt has begun.

        A lease that has run out, or that Redis forgot, is simply taken again.
        """
        arguments = (str(self._attempt), self._holder, str(self._lease_ms), str(FENCE_S))
        answer = await cast("Awaitable[bytes]", self._redis.eval(CLAIM, 2, *self._keys, *arguments))
        return cast("Claim", answer.decode())

    async def release(self) -> None:
        """Give it up, if it is still ours."""
        await cast("Awaitable[bytes]", self._redis.eval(RELEASE, 1, self._keys[0], self._holder))


@asynccontextmanager
async def renewed(
    lease: Lease, every_s: float, look: Callable[[], Awaitable[None]], lost: Callable[[], None]
) -> AsyncGenerator[None]:
    """Renew a lease meanwhile, after a `look` each time; `lost` is told whenever another attempt holds it."""

    async def renew() -> None:
        while True:
            try:
                await look()
                if await lease.claim() != "ours":
                    lost()
            except jobs.Away as error:
                log.warning("The lease of %s is not renewed: %s", lease.thing, error)
            await pause(every_s)

    renewing = asyncio.create_task(renew())
    try:
        yield
    finally:
        renewing.cancel()
        await asyncio.gather(renewing, return_exceptions=True)
