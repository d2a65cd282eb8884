"""Personal adapters (LoRA): who wears the denoiser's weights, and what is kept in memory for the next order.

A `PersonalAdapter` goes in and is worn by the denoiser until it is taken out, exactly. Read once and checked, it stays
in memory for a while: the least recently used go first, a forgotten subject's at once, and whatever was not used for
KEEP_S, so that a lost deletion notice keeps nothing. Beneath lie the catalogue's own LoRAs. Makes no picture.
"""

import logging
import math
import threading
import time
import weakref
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal, Protocol

from inference import catalogue
from inference.contract import Mode
from inference.engines import PersonalAdapter
from inference.engines.diffusion.carried import Carried
from inference.engines.diffusion.fused import Fused, bake
from inference.engines.diffusion.loading import Loaded
from inference.engines.diffusion.lora_file import Lora, Stack, read_lora
from inference.engines.diffusion.masters import Masters, spare_bytes, whole_master_bytes
from inference.engines.diffusion.placement import GIB, RAM_MARGIN_GIB, free_ram
from inference.engines.diffusion.shelf import Key, Shelf
from inference.weights import Weights

Way = Literal["auto", "fused", "carried"]
KEEP_S = 15 * 60.0
SOONEST_S = 0.02  # between two looks at what is kept
ROOM_BYTES = 1 << 30  # some thirty adapters of rank 16 for klein 4B
MOST_OWN_BYTES = 4 << 30  # the catalogue's own are verified by their hash, and larger than a person's

log = logging.getLogger(__name__)


class Wearing(Protocol):
    """One of the two ways to wear a stack of adapters: `Fused` or `Carried`."""

    def put(self, stack: Stack) -> None:
        """Wear exactly `stack`."""
        ...

    def shed(self) -> None:
        """Give back what memory can be given back."""
        ...


@dataclass(frozen=True)
class Worn:
    """The personal adapter that is in the denoiser now, and its strength."""

    key: Key
    lora: Lora
    scale: float


class Adapters:
    """The adapters of one loaded model.

    One thread wears and takes out, the one that makes pictures, and holds `working` meanwhile; `forget` and `expire`
    may come from any. `weights` says
    where the catalogue's own LoRAs and the full precision of weights stored in 8 bits lie. Build it before layers are
    compiled or quantised. `clock` counts seconds.
    """

    def __init__(
        self,
        loaded: Loaded,
        room_bytes: int = ROOM_BYTES,
        way: Way = "auto",
        *,
        weights: Weights | None = None,
        keep_s: float = KEEP_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._loaded = loaded
        self._weights = weights
        self._keep_s = keep_s
        self._clock = clock
        self._lock = threading.RLock()
        self._shelf = Shelf(room_bytes, clock)
        self._worn: Worn | None = None
        self._worn_at = 0.0
        self._working = False
        self._owed: str | None = None
        self._timer: threading.Timer | None = None
        self._own: dict[catalogue.Lora, Lora] = {}
        self._beneath: Stack = ()
        self._mode: Mode | None = None
        part = "unet" if "unet" in loaded.pipe.components else "transformer"
        masters = Masters(loaded, weights.path(part) if weights is not None else None)
        self._bake_own(masters)
        self.way: Way = chosen_way(loaded) if way == "auto" else way
        self._wearing: Wearing = Fused(loaded, masters) if self.way == "fused" else Carried(loaded)

    @property
    def worn(self) -> Key | None:
        """Subject and name of the personal adapter that is worn now."""
        return self._worn.key if self._worn is not None else None

    @property
    def kept(self) -> tuple[Key, ...]:
        """The personal adapters in memory, least recently used first."""
        return self._shelf.keys

    @property
    def kept_bytes(self) -> int:
        """What they take."""
        return self._shelf.size_bytes

    def wear(self, adapter: PersonalAdapter | None, scale: float = 1.0) -> None:
        """Wear this adapter, in place of another one, and none for None; `scale` 0 is none, 1 what it was trained for.

        Raises EngineError: "adapter_refused" names the key and the reason, and none is worn then.
        """
        if not math.isfinite(scale):
            raise ValueError(f"an adapter's scale is {scale}; 0 to about 1.5 are sensible")
        with self._lock:
            self.expire()
            if adapter is None or scale == 0.0:
                self._put(None, self._beneath)
                return
            try:
                lora, gone = self._fetched(adapter)
            except BaseException:
                self._put(None, self._beneath)  # nobody is to wear the one before by mistake
                raise
            self._worn_at = self._clock()
            try:
                self._put(Worn((adapter.subject, adapter.name), lora, scale), self._beneath)
            finally:
                self._wipe(gone)
            self._set_timer()

    def take_out(self) -> None:
        """Wear no personal adapter: the weights are what they were, bit by bit."""
        self.wear(None)

    def own(self, mode: Mode) -> None:
        """Wear the catalogue's own LoRAs of this mode, beneath the personal one."""
        if mode == self._mode:
            return
        with self._lock:
            ours = [lora for lora in self._loaded.model.loras if lora.modes is not None and mode in lora.modes]
            self._put(self._worn, [(self._own_lora(lora), lora.scale) for lora in ours])
            self._mode = mode

    @contextmanager
    def working(self) -> Generator[None]:
        """Hold this while a picture is made: a subject forgotten meanwhile is taken out of the weights at its end."""
        with self._lock:
            self._working = True
        try:
            yield
        finally:
            with self._lock:
                self._working = False
                self._worn_at = self._clock()
                if self._worn is not None and self._owed == self._worn.key[0]:
                    self._put(None, self._beneath)
                self._owed = None

    def forget(self, subject: str) -> None:
        """Keep nothing of this subject: not in memory, nor in the weights once no picture is being made."""
        with self._lock:
            if self._worn is not None and self._worn.key[0] == subject:
                if self._working:
                    self._owed = subject
                else:
                    self._put(None, self._beneath)
            self._wipe(self._shelf.drop(lambda key, _: key[0] == subject))

    def expire(self) -> None:
        """Drop what was not used for a while. Also comes by itself."""
        with self._lock:
            oldest = self._clock() - self._keep_s
            if self._worn is not None and not self._working and self._worn_at <= oldest:
                self._put(None, self._beneath)
            self._wipe(self._shelf.drop(lambda _, kept: kept.used_at <= oldest))
            self._set_timer()

    def shed(self) -> None:
        """Give back the memory of masters that nothing worn needs; the next swap takes a little longer."""
        with self._lock:
            self._wearing.shed()

    def _fetched(self, adapter: PersonalAdapter) -> tuple[Lora, list[Lora]]:
        """The adapter from memory, or read and checked; and those for which there is no room any more."""
        key = (adapter.subject, adapter.name)
        lora = self._shelf.take(key)
        if lora is not None:
            return lora, []
        lora = read_lora(adapter.read(), self._loaded)
        return lora, self._shelf.put(key, lora)

    def _put(self, worn: Worn | None, beneath: Stack) -> None:
        """Bring the denoiser from what it wears to this; after an error it wears nothing at all."""
        before = self._worn
        if worn == before and beneath is self._beneath:
            return
        try:
            self._wearing.put([*beneath, (worn.lora, worn.scale)] if worn is not None else beneath)
        except BaseException:
            self._worn, self._beneath, self._mode = None, (), None
            raise
        self._worn, self._beneath = worn, beneath
        if before is not None and not self._shelf.holds(before.lora):
            self._wipe([before.lora])

    def _wipe(self, gone: Iterable[Lora]) -> None:
        """Overwrite what left memory; what is worn only when it is taken out."""
        for lora in gone:
            if self._worn is None or self._worn.lora is not lora:
                lora.wipe()

    def _set_timer(self) -> None:
        """See to it that what is kept now is looked at again, even if nobody asks for anything any more."""
        if (self._shelf.keys or self._worn is not None) and self._timer is None:
            me = weakref.ref(self)
            used_at = [self._shelf.oldest] if self._shelf.keys else []
            used_at += [self._worn_at] if self._worn is not None else []
            left_s = self._keep_s if self._working else min(used_at) + self._keep_s - self._clock()
            self._timer = threading.Timer(max(left_s, SOONEST_S), lambda: _ring(me()))
            self._timer.daemon = True
            self._timer.start()

    def ring(self) -> None:
        """The timer's time is over."""
        with self._lock:
            self._timer = None
            self.expire()

    def _bake_own(self, masters: Masters) -> None:
        """Put the catalogue's own LoRAs that are always worn in for good: they need no master to return to."""
        always = [lora for lora in self._loaded.model.loras if lora.modes is None]
        if always:
            bake([(self._read_own(lora), lora.scale) for lora in always], self._loaded, masters)

    def _own_lora(self, lora: catalogue.Lora) -> Lora:
        if lora not in self._own:
            self._own[lora] = self._read_own(lora)
        return self._own[lora]

    def _read_own(self, lora: catalogue.Lora) -> Lora:
        if self._weights is None:
            raise ValueError(f"{self._loaded.model.name} wears {lora.file}: Adapters needs `weights` to find it")
        return read_lora((self._weights.path(lora.folder) / lora.file).read_bytes(), self._loaded, MOST_OWN_BYTES)


def chosen_way(loaded: Loaded) -> Literal["fused", "carried"]:
    """`fused` where a master of the whole denoiser fits into what is free now on the device or else in RAM."""
    whole = whole_master_bytes(loaded)
    on_device = spare_bytes(loaded) if loaded.device.type == "cuda" else 0
    in_ram = int((free_ram() - RAM_MARGIN_GIB) * GIB)
    way = "fused" if whole <= max(on_device, in_ram) else "carried"
    log.info(
        "adapters are %s: a master takes up to %.1f GiB; %.1f GiB are free on the device beside a picture, %.1f in RAM",
        way,
        whole / GIB,
        on_device / GIB,
        in_ram / GIB,
    )
    return way


def _ring(adapters: Adapters | None) -> None:
    if adapters is not None:
        adapters.ring()
