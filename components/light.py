"""``html`` parts made without Dash's look at every property: for drawings of hundreds of parts, where it is most of the time.

The same classes, the same tree; a property that does not exist is not told.
"""

from __future__ import annotations

from typing import Any

from dash import html


def _light(kind: type[Any]) -> type[Any]:
    """A subclass whose instances keep what they are given, and have in common what each part of that kind has."""

    def init(self: Any, children: Any = None, **props: Any) -> None:
        vars(self).update(props)
        if children is not None:
            self.children = children

    shared = {**vars(kind()), "__init__": init, "__module__": kind.__module__}
    made: type[Any] = type(kind)(kind.__name__, (kind,), shared)  # type: ignore[misc]
    return made


A, B, Div, Span, Td, Th, Tr = (_light(one) for one in (html.A, html.B, html.Div, html.Span, html.Td, html.Th, html.Tr))
