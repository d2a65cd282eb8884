"""A whole worker process with quick lanes and short leases: `python -m tests.inference.quick_worker`."""

import sys

from inference.settings import Settings
from inference.worker import Pace, run

QUICK_LANE = (sys.executable, "-m", "tests.inference.quick_lane")
QUICK = Pace(lease_s=1.5, renew_s=0.2, beat_s=0.2, obey_s=1.0)

if __name__ == "__main__":
    run(Settings(), QUICK_LANE, QUICK)
