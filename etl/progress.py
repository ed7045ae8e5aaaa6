"""What SQLMesh says on its way: the model it builds, and why something failed.

Its views are put in place in one transaction: a commit that changes the lake's schema costs as much as thirty views, and
a reader of the lake sees all of them change, or none.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlmesh.core.console import NoopConsole


class BuildConsole(NoopConsole):
    """Tells the model being built, and collects what failed and why."""

    def __init__(self) -> None:
        super().__init__()
        self.told: Callable[[str], None] = lambda name: None
        self.lake: Callable[[str], Any] = lambda sql: None
        self.failed: list[str] = []
        self.reasons: list[str] = []

    def start_snapshot_evaluation_progress(self, snapshot: Any, audit_only: bool = False) -> None:
        self.told(snapshot.name.replace('"', "").split(".", 1)[-1])

    def start_promotion_progress(self, *told: Any, **more: Any) -> None:
        self.lake("begin transaction")

    def stop_promotion_progress(self, success: bool = True) -> None:
        self.lake("commit" if success else "rollback")

    def log_failed_models(self, errors: list[Any]) -> None:
        for error in errors:
            self.failed.append(str(error.node))
            self.reasons.append(f"{error.node}: {error.__cause__ or error}")

    def log_error(self, message: str) -> None:
        self.reasons.append(message)

    def why(self, otherwise: str) -> str:
        """The reasons in one line, or ``otherwise``."""
        return "; ".join(" ".join(r.split())[:500] for r in self.reasons) or otherwise
