"""Structured logs: one JSON line an event on stderr, or readable lines on a terminal."""

from __future__ import annotations

import logging
import sys

import structlog
from structlog.typing import Processor


def set_up_logging(level: int = logging.INFO) -> None:
    """Route stdlib and structlog through one formatter."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=False),
        structlog.processors.format_exc_info,
    ]
    renderer: Processor = (
        structlog.dev.ConsoleRenderer()
        if sys.stderr.isatty()
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer]
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for noisy in ("alembic", "sqlmesh", "apscheduler", "werkzeug", "urllib3"):
        logging.getLogger(noisy).setLevel(max(level, logging.WARNING))


def logger(name: str) -> structlog.stdlib.BoundLogger:
    """A logger named after the module."""
    return structlog.stdlib.get_logger(name)
