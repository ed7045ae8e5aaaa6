"""Icons: one stroke-drawn SVG each in ``assets/icons/``, painted in the text colour through a CSS mask.

``python -m components.icons`` writes ``assets/05_icons.css`` (all icons in one request); a test holds it to the folder.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from dash import html

ASSETS = Path(__file__).parent.parent / "assets"


def icon(name: str, className: str = "", **props: str) -> html.Span:
    """The icon ``assets/icons/<name>.svg``; decoration only, so hidden from screen readers."""
    return html.Span(className=f"icon icon-{name} {className}".strip(), **{"aria-hidden": "true"}, **props)


def stylesheet() -> str:
    """The css of all icons."""
    rules = [
        "/* Written by `python -m components.icons` from assets/icons/: edit the SVGs, not this file. */",
        ".icon { display: inline-block; width: 20px; height: 20px; flex: none; background: currentColor;"
        " -webkit-mask: var(--icon) center / contain no-repeat; mask: var(--icon) center / contain no-repeat; }",
    ]
    for file in sorted((ASSETS / "icons").glob("*.svg")):
        drawing = quote(file.read_text("utf-8").strip(), safe=" ='/:;,()-.")
        rules.append(f'.icon-{file.stem} {{ --icon: url("data:image/svg+xml,{drawing}"); }}')
    return "\n".join(rules) + "\n"


if __name__ == "__main__":
    (ASSETS / "05_icons.css").write_text(stylesheet(), "utf-8")
