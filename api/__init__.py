"""HTTP that is not a page. ``register`` hangs all of it, guard first, on the application's Flask server."""

from __future__ import annotations

from dash import Dash

from data.settings import Settings


def register(app: Dash, settings: Settings) -> None:
    """Attach people, guard, headers, problems and every blueprint to ``app.server``."""
    from flask_compress import Compress
    from werkzeug.middleware.proxy_fix import ProxyFix

    from api import (
        campaigns,
        capture,
        capture_page,
        cases,
        export,
        geo,
        guard,
        headers,
        health,
        ingest,
        language,
        live,
        login,
        openapi,
        other_phones,
        own,
        pair,
        photo_uploads,
        photo_verify,
        photos,
        preferences,
        problems,
        query,
        recommend,
        screen_cookie,
        timing,
        vote_codes,
        vote_page,
        wall,
        wall_admin,
        wall_page,
    )

    server = app.server
    if settings.https:
        server.wsgi_app = ProxyFix(server.wsgi_app, x_for=1, x_proto=1, x_host=1)
    server.config.update(COMPRESS_ALGORITHM=["br", "gzip"], COMPRESS_BR_LEVEL=4, COMPRESS_MIN_SIZE=700)
    Compress(server)
    timing.init(server)
    login.init(server, settings)
    screen_cookie.init(server, settings)
    guard.init(app)
    language.init(server)
    headers.init(app, settings)
    problems.init(app)
    for part in (health, login, query, live, openapi, ingest, photos, preferences, export, geo, campaigns, recommend):
        server.register_blueprint(part.bp)
    for part in (vote_codes, vote_page, own, other_phones, photo_uploads, photo_verify, capture, capture_page):
        server.register_blueprint(part.bp)
    for part in (cases, pair, wall, wall_admin, wall_page):
        server.register_blueprint(part.bp)
