"""How long `import bot` and its parts take, and what they pull in: `python -m tests.bench.bot_import`.

The bot must start on a small machine: below 1 s, and without numpy, OpenCV or torch.
"""

import statistics
import subprocess
import sys

RUNS = 5
LIMIT_S = 1.0
HEAVY = ("numpy", "cv2", "torch", "PIL", "dlib", "scipy")
PROBE = """
import sys, time
begun = time.perf_counter()
import bot.__main__, bot.on_local, bot.on_telegram
print(time.perf_counter() - begun, *sorted(set({heavy}) & set(sys.modules)))
"""


def main() -> int:
    """Measure in fresh processes and print; 1 if the median is over its limit or something heavy came along."""
    seconds: list[float] = []
    heavy: set[str] = set()
    for _ in range(RUNS):
        out = subprocess.run([sys.executable, "-c", PROBE.format(heavy=HEAVY)], capture_output=True, check=True)
        first, *found = out.stdout.decode().split()
        seconds.append(float(first))
        heavy |= set(found)
    median = statistics.median(seconds)
    print(f"import of the bot: median {median:.2f} s (limit {LIMIT_S:.0f}), heavy: {', '.join(heavy) or 'none'}")
    return int(median > LIMIT_S or bool(heavy))


if __name__ == "__main__":
    sys.exit(main())
