"""Whatever comes, the answer is never a 5xx."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.ingest.conftest import position, visit

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=8,
)
QUIET = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
BODIES = [
    b"",
    b"null",
    b"[",
    b"[" * 100_000,
    b'{"a":' * 50_000,
    b"\xff\xfe",
    b'"\\ud800"',
    b'{"visits": {"a": 1}}',
    b'{"visits": "abc"}',
    b'{"client_uuid": "\\ud800", "household_id": "\\udfff"}',
    b'{"client_uuid": 1e999}',
    b'{"satisfaction": 99999999999999999999999999999999}',
    b"NaN",
    b'{"positions": [[[[]]]], "visits": [1, "a", null, [], {}]}',
]


@pytest.mark.parametrize("path", ["visits", "positions"])
@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_broken_bodies(phones, path, body):
    assert phones(path, body).status_code in {400, 413}


@pytest.mark.parametrize(("path", "whole"), [("visits", visit), ("positions", position)])
@QUIET
@given(data=st.data())
def test_any_value_in_any_field(phones, path, whole, data):
    item = whole()
    field = data.draw(st.sampled_from([*item, "position", "unknown"]))
    item[field] = data.draw(ANYTHING)
    body = json.dumps(item).encode()
    assert phones(path, body).status_code < 500
