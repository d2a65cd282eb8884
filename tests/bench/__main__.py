"""Every figure the product is held to, on this machine: `make bench`. Each part can also be run by its own name."""

import subprocess
import sys

PARTS = (
    "bot_import",
    "queue_latency",
    "selfie_speed",
    "studio_speed",
    "worker_memory",
    "telegram_load",
    "discord_load",
    "overhead",
)


def main() -> int:
    """Run the parts one after the other, each in a fresh process; 1 if any is over a limit."""
    wanted = sys.argv[1:] or PARTS
    unknown = set(wanted) - set(PARTS)
    if unknown:
        print(f"no benchmark named {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
        return 2
    failed = [part for part in wanted if subprocess.run([sys.executable, "-m", f"tests.bench.{part}"]).returncode]
    print(f"over a limit: {', '.join(failed)}" if failed else "every figure within its limit")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
