"""A studio portrait from a 12-megapixel phone photo, on one core: `python -m tests.bench.studio_speed [PHOTO]`.

Each run decodes in the sandbox and makes one portrait with the background replaced, after one warm-up; the look
changes from run to run. Prints the median seconds and the largest memory of process and sandbox together. The
product is held to 4 s on one core and to 1 GiB for the whole worker.
"""

import os
import statistics
import sys
import time
from pathlib import Path

RUNS = 5
LIMIT_S = 4.0
LOOKS = ("linkedin", "cv", "corporate", "outdoor", "academic")


def measure(photo: bytes) -> list[float]:
    """Seconds of each run."""
    import cv2

    from inference.contract import Shot
    from inference.decode import Sandbox
    from inference.engines import Brief
    from inference.engines.studio import StudioEngine
    from tests.telling import quiet

    cv2.setNumThreads(1)
    engine = StudioEngine()
    seconds: list[float] = []
    with Sandbox() as sandbox:
        for run in range(RUNS + 1):
            begun = time.perf_counter()
            pixels = sandbox.decode(photo)
            shot = Shot(0, LOOKS[run % len(LOOKS)])
            (portrait,) = engine.portraits(Brief([pixels], [shot], run), lambda: False, quiet)
            seconds.append(time.perf_counter() - begun)
            assert portrait.width >= 1024
    return seconds[1:]


def drawn_photo() -> bytes:
    """A drawn person of 3000 x 4000 pixels."""
    from tests.drawn import jpeg, person

    return jpeg(person(3, 3000, 4000))


def main() -> int:
    """Measure and print; 1 if the median is over its limit."""
    photo = Path(sys.argv[1]).read_bytes() if len(sys.argv) > 1 else drawn_photo()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # one core, the sandbox's child included
    seconds = measure(photo)
    median = statistics.median(seconds)
    spread = f"{min(seconds):.2f} to {max(seconds):.2f}"
    print(f"studio portrait, one core: median {median:.2f} s, {spread} (limit {LIMIT_S:.0f})")
    return int(median > LIMIT_S)


if __name__ == "__main__":
    sys.exit(main())
