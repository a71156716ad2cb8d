"""Which notebooks are open in a Jupyter server of this user, as far as the servers say.

JupyterLab shows what it has read. If a file changes below it, it asks within the next autosave whether to revert, which
loses what was not saved yet, or to overwrite, which loses the update: so what has a kernel is left alone. A tab that
has no kernel is not seen here.
"""

from __future__ import annotations

import http.client
import json
import urllib.request
from pathlib import Path
from typing import Any

PATIENCE = 3  # seconds; the servers are on this computer


class Running:
    """The Jupyter servers of this user, asked once.

    Attributes:
        notebooks: those that have a kernel.
        silent: folders of servers that did not say what is open in them.
        unknown: why the servers are not all known; "" where they are.
    """

    def __init__(self) -> None:
        from jupyter_core.paths import jupyter_runtime_dir
        from jupyter_server.serverapp import list_running_servers  # takes half a second: only where it is needed

        self.notebooks: set[Path] = set()
        self.silent: list[Path] = []
        self.unknown = ""
        try:
            for server in list_running_servers():
                self._ask(server)
        except (OSError, ValueError) as problem:  # a server of another user's, or half a file
            why = f"{problem.filename}: {problem.strerror}" if isinstance(problem, OSError) else "one is damaged"
            self.unknown = (
                f"what is open in Jupyter is not known: of the files jpserver-*.json in {jupyter_runtime_dir()} one "
                f"cannot be read ({why}). End all Jupyter servers and delete it, then do this again"
            )

    def _ask(self, server: dict[str, Any]) -> None:
        root = Path(server.get("root_dir") or server.get("notebook_dir") or Path.cwd())
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # no proxy between a computer and itself
        try:
            request = urllib.request.Request(server["url"] + "api/sessions")
            request.add_header("Authorization", f"token {server.get('token', '')}")
            with opener.open(request, timeout=PATIENCE) as reply:
                sessions = json.load(reply)
            paths = [session["path"].removeprefix("RTC:") for session in sessions]  # so while several write together
            self.notebooks |= {(root / path).resolve() for path in paths}
        except (OSError, ValueError, LookupError, TypeError, AttributeError, http.client.HTTPException):
            self.silent.append(root.resolve())

    def says(self, notebook: Path) -> str:
        """Why this notebook must be left alone; "" where nothing speaks against touching it."""
        notebook = notebook.resolve()
        if any(_is_one_file(notebook, each) for each in self.notebooks):
            return "it is open in JupyterLab. Save it, choose File → Close and Shut Down Notebook, then do this again"
        for root in self.silent:
            if notebook.is_relative_to(root):
                return (
                    f"a Jupyter server runs in {root} and does not say what is open in it. End it, then do this again"
                )
        return self.unknown


def _is_one_file(one: Path, other: Path) -> bool:
    """Also where a file has two names: a disk may not tell capitals apart, and a file may be linked."""
    try:
        return one == other or one.samefile(other)
    except OSError:
        return False  # a console, say, which is no file
