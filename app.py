"""Wiring only: ``create_app(settings)`` makes the web application.

``gunicorn app:server`` serves it: ``server`` is built on first access, so that importing this module opens nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dash import Dash

from data.log import set_up_logging
from data.settings import Settings, settings, use

ROOT = Path(__file__).parent


def create_app(chosen: Settings) -> Dash:
    """The Dash application with pages, API, guard and health on one Flask server."""
    set_up_logging()
    use(chosen)
    from api import register as register_api
    from components.shell import frame
    from components.shell import register as register_shell

    app = Dash(
        __name__,
        use_pages=True,
        pages_folder=str(ROOT / "pages"),
        assets_folder=str(ROOT / "assets"),
        assets_path_ignore=["wall", "capture", "vote"],  # of documents of their own (api/wall_page.py …)
        title="黔惠 Qianhui",
        update_title=None,  # type: ignore[arg-type]
        serve_locally=True,
        # Dash would check ids against every layout, drawn for the first visitor and sent with their data to all others.
        # tests/screen checks them instead, role by role.
        suppress_callback_exceptions=True,
    )
    register_shell(app)
    register_api(app, chosen)
    app.layout = frame
    return app


def __getattr__(name: str) -> Any:
    if name != "server":
        raise AttributeError(name)
    made = create_app(settings()).server
    globals()["server"] = made
    return made


if __name__ == "__main__":
    from etl.stack import main

    main()
