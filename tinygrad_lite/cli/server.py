"""A server that runs beside this program until somebody ends it: `tinygrad-lite lab`.

`start.py` does the same before the package is installed.
"""

from __future__ import annotations

import contextlib
import signal
import subprocess
from collections.abc import Mapping


def run_until_stopped(command: list[str], env: Mapping[str, str]) -> int | None:
    """Run a server, and stay until it has ended, with its kernels.

    Ctrl-C reaches it too where there is a terminal; where that is not enough, it is asked to end, and then made to. A
    polite kill is passed on.

    Returns:
        Its exit status; None after Ctrl-C.
    """
    process = subprocess.Popen(command, env=env)
    before = signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    try:
        return process.wait()
    except KeyboardInterrupt:
        for patience, last_resort in ((2, process.terminate), (10, process.kill)):
            with contextlib.suppress(subprocess.TimeoutExpired, KeyboardInterrupt):
                process.wait(timeout=patience)
                break
            last_resort()
        process.wait()
        return None
    finally:
        signal.signal(signal.SIGTERM, before)
