"""The capture page's documents: ``/capture`` itself, its service worker and its manifest (decision 0021).

Nothing personal stands in them: the phone keeps them and shows them to whoever opens it, with or without a line.
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Response, jsonify, make_response, render_template

from api.page import ASSETS
from components.theme import current_theme, tokens
from data.i18n import _, current_language, script_texts

bp = Blueprint("capture_page", __name__, template_folder="templates")

SCOPE = "/capture"
SHARED = (
    "box.js",
    "store.js",
    "link.js",
    "queue.js",
    "arrived.js",
    "photos.js",
    "sync.js",
)  # run in the page and in the worker
FIRST = ("base.js", *SHARED)
LAST = ("app.js",)
WORKER = "worker.js"
VENDOR = ("capture/vendor/qrcode-generator.min.js",)
SHEETS = ("05_icons.css", "10_tokens.css")
ICONS = ("icon-192.png", "icon-512.png", "icon-maskable-512.png", "icon-180.png")
TEMPLATE = Path(__file__).parent / "templates" / "capture.html"


@bp.get("/capture")
def page() -> Response:
    """The shell, in the language and theme of the reader; what it says in Chinese travels along."""
    texts = json.dumps(script_texts("zh", "capture_script"), ensure_ascii=False).replace("<", "\\u003c")
    return make_response(
        render_template(
            "capture.html",
            lang=current_language(),
            theme=current_theme(),
            colour=tokens(current_theme())["surface"],
            texts=texts,
            version=version(),
            styles=styles(),
            scripts=scripts(),
        )
    )


@bp.get("/capture/worker.js")
def worker() -> Response:
    """The service worker: what to keep and its version first, then the scripts it shares with the page, then its own."""
    kept = [*styles(), *scripts(), *(_asset(f"capture/{name}") for name in ICONS)]
    head = f"self.SHELL = {json.dumps({'version': version(), 'page': SCOPE, 'files': kept})};\n"
    parts = [(ASSETS / "capture" / name).read_text("utf-8") for name in (*SHARED, WORKER)]
    answer = Response("\n".join([head, *parts]), mimetype="text/javascript")
    answer.headers["Service-Worker-Allowed"] = SCOPE
    return answer


@bp.get("/capture/manifest.webmanifest")
def manifest() -> Response:
    """How the page is installed: its name, its icons, one window of its own."""
    own = tokens("office")
    answer = jsonify(
        id=SCOPE,
        name=_("Qianhui visits"),
        short_name=_("Visits"),
        description=_("Record visits in the field, with or without signal"),
        lang="zh-CN" if current_language() == "zh" else "en",
        start_url=SCOPE,
        scope=SCOPE,
        display="standalone",
        orientation="portrait",
        background_color=own["page"],
        theme_color=own["surface"],
        icons=[
            {"src": _asset(f"capture/{name}"), "sizes": size, "type": "image/png", "purpose": purpose}
            for name, size, purpose in (
                ("icon-192.png", "192x192", "any"),
                ("icon-512.png", "512x512", "any"),
                ("icon-maskable-512.png", "512x512", "maskable"),
            )
        ],
    )
    answer.mimetype = "application/manifest+json"
    return answer


@lru_cache
def version() -> str:
    """Of all the page is made of, by content: the same on every web node."""
    found = hashlib.sha256(TEMPLATE.read_bytes())
    for file in sorted({*(ASSETS / "capture").glob("*.*"), *(ASSETS / name for name in (*SHEETS, *VENDOR))}):
        found.update(file.name.encode() + file.read_bytes())
    found.update(json.dumps(script_texts("zh", "capture_script"), sort_keys=True).encode())
    return found.hexdigest()[:12]


@lru_cache
def scripts() -> list[str]:
    """Vendor, helpers, the parts by name, the start last."""
    own = sorted(file.name for file in (ASSETS / "capture").glob("*.js"))
    between = [name for name in own if name not in {*FIRST, *LAST, WORKER}]
    return [*map(_asset, VENDOR), *(_asset(f"capture/{name}") for name in (*FIRST, *between, *LAST))]


@lru_cache
def styles() -> list[str]:
    """Tokens and icons of the whole program, then the page's own sheets."""
    own = sorted(file.name for file in (ASSETS / "capture").glob("*.css"))
    return [_asset(name) for name in (*SHEETS, *(f"capture/{name}" for name in own))]


def _asset(name: str) -> str:
    return f"/assets/{name}?v={int((ASSETS / name).stat().st_mtime)}"
