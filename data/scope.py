"""Who asks, and which part of the organisation: ``Asker``, ``acting``, ``current_asker`` and ``Node``."""

from __future__ import annotations

from data.asker import LEVELS, SCOPES, Asker, acting, current_asker
from data.node import Node

__all__ = ["LEVELS", "SCOPES", "Asker", "Node", "acting", "current_asker"]
