"""How fast and how heavy the selfie check is: `python -m tests.bench.selfie_speed`.

Decodes and checks drawn 12-megapixel phone photos on one core and prints the 95th percentile; then runs the command
`check` over ten of them on two cores and prints its seconds, from its start, and the largest memory of its processes
together (PSS; Linux only). The product is held to 1 s, 5 s and 600 MB.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.worker_memory import tree

PHOTOS = 20
SET = 10
ONE_S, SET_S, LIMIT_MB = 1.0, 5.0, 600


def one_by_one(photos: list[bytes]) -> list[float]:
    """Seconds of each photo, decoded and checked in this process, warm."""
    import cv2

    from inference.decode import Sandbox
    from inference.selfies import check

    cv2.setNumThreads(1)
    seconds: list[float] = []
    with Sandbox() as sandbox:
        check(sandbox.decode(photos[0]))
        for photo in photos:
            begun = time.perf_counter()
            said = check(sandbox.decode(photo))
            seconds.append(time.perf_counter() - begun)
            assert said.measures["faces"] == 1
    return seconds


def together(folder: Path) -> tuple[float, float]:
    """Seconds of the command over ten photos, and its largest memory in MB."""
    files = sorted(folder.glob("*.jpg"))[:SET]
    begun, highest = time.perf_counter(), 0.0
    child = subprocess.Popen([sys.executable, "-m", "inference", "check", "--json", *files], stdout=subprocess.PIPE)
    while child.poll() is None:
        highest = max(highest, sum(tree(child.pid).values()) * 1.048576)
        time.sleep(0.02)
    seconds = time.perf_counter() - begun
    assert child.stdout is not None
    assert len(child.stdout.read().splitlines()) == SET
    return seconds, highest


def main() -> int:
    """Measure and print; 1 if a figure is over its limit."""
    from tests.drawn import jpeg, person

    cores = sorted(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        photos = [jpeg(person(seed, 3000, 4000)) for seed in range(PHOTOS)]
        for seed, photo in enumerate(photos):
            (folder / f"{seed:02}.jpg").write_bytes(photo)
        os.sched_setaffinity(0, cores[:1])
        seconds = one_by_one(photos)
        os.sched_setaffinity(0, cores[:2])
        for_set, memory = together(folder)
    slowest = statistics.quantiles(seconds, n=20)[-1]
    print(f"one photo, one core: median {statistics.median(seconds):.2f} s, p95 {slowest:.2f} s (limit {ONE_S:.0f})")
    print(
        f"{SET} photos with the command, two cores: {for_set:.2f} s (limit {SET_S:.0f}), memory {memory:.0f} MB",
        end=" ",
    )
    print(f"(limit {LIMIT_MB})")
    return int(slowest > ONE_S or for_set > SET_S or memory > LIMIT_MB)


if __name__ == "__main__":
    sys.exit(main())
