"""Checked adapters that are kept in memory, least recently used first. Knows no weights and no threads."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from inference.engines.diffusion.lora_file import Lora

Key = tuple[str, str]  # subject and name in the vault


@dataclass
class Kept:
    """One adapter; `used_at` by the clock."""

    lora: Lora
    used_at: float


class Shelf:
    """At most `room_bytes` of adapters. What leaves is handed out: whoever knows that it is not worn overwrites it."""

    def __init__(self, room_bytes: int, clock: Callable[[], float]) -> None:
        self._room_bytes = room_bytes
        self._clock = clock
        self._kept: OrderedDict[Key, Kept] = OrderedDict()

    @property
    def keys(self) -> tuple[Key, ...]:
        """What is kept, least recently used first."""
        return tuple(self._kept)

    @property
    def size_bytes(self) -> int:
        """What it takes."""
        return sum(kept.lora.size_bytes for kept in self._kept.values())

    @property
    def oldest(self) -> float:
        """When the one that was unused for longest was used, by the clock; there must be one."""
        return min(kept.used_at for kept in self._kept.values())

    def take(self, key: Key) -> Lora | None:
        """The adapter, now the most recently used."""
        if key not in self._kept:
            return None
        self._kept.move_to_end(key)
        self._kept[key].used_at = self._clock()
        return self._kept[key].lora

    def put(self, key: Key, lora: Lora) -> list[Lora]:
        """Keep one, and give out those for which there is no room any more, itself if it alone is too large."""
        self._kept[key] = Kept(lora, self._clock())
        gone: list[Lora] = []
        while self.size_bytes > self._room_bytes:
            gone.append(self._kept.popitem(last=False)[1].lora)
        return gone

    def drop(self, leaves: Callable[[Key, Kept], bool]) -> list[Lora]:
        """Give out those that `leaves` says so of."""
        keys = [key for key, kept in self._kept.items() if leaves(key, kept)]
        return [self._kept.pop(key).lora for key in keys]

    def holds(self, lora: Lora) -> bool:
        """Whether this very one is kept."""
        return any(kept.lora is lora for kept in self._kept.values())
