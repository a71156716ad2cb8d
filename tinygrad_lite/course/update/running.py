"""Which notebooks are open in a Jupyter server of this user, as far as the servers say.

JupyterLab shows what it has read. If a file changes below it, it asks within the next autosave whether to revert, which
loses what was not saved yet, or to overwrite, which loses the update: so what has a kernel is left alone. A tab that
has no kernel is not seen here.
"""

from __future__ import annotations

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
    """

    def __init__(self) -> None:
        from jupyter_server.serverapp import list_running_servers  # takes half a second: only where it is needed

        self.notebooks: set[Path] = set()
        self.silent: list[Path] = []
        for server in list_running_servers():
            self._ask(server)

    def _ask(self, server: dict[str, Any]) -> None:
        root = Path(server.get("root_dir") or server.get("notebook_dir") or Path.cwd())
        request = urllib.request.Request(server["url"] + "api/sessions")
        request.add_header("Authorization", f"token {server.get('token', '')}")
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # no proxy between a computer and itself
        try:
            with opener.open(request, timeout=PATIENCE) as reply:
                sessions = json.load(reply)
            self.notebooks |= {(root / session["path"]).resolve() for session in sessions}
        except (OSError, ValueError, KeyError, TypeError):
            self.silent.append(root.resolve())

    def says(self, notebook: Path) -> str:
        """Why this notebook must be left alone; "" where nothing speaks against touching it."""
        notebook = notebook.resolve()
        if notebook in self.notebooks:
            return "it is open in JupyterLab. Save it, choose File → Close and Shut Down Notebook, then do this again"
        for root in self.silent:
            if notebook.is_relative_to(root):
                return (
                    f"a Jupyter server runs in {root} and does not say what is open in it. End it, then do this again"
                )
        return ""
