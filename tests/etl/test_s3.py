"""S3 by settings alone: the lake's data files and the photos in buckets of a stand-in server."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from data.photos import files
from data.settings import Settings
from etl.world.feeds import write_feeds
from tests.etl.served import checksums, complete_pass

pytestmark = pytest.mark.slow
FIRST = datetime(2026, 3, 31)


@pytest.fixture
def buckets(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """A client of the stand-in server, with two empty buckets; the usual variables lead to it."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    access = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "us-east-1"}
    for name, value in access.items() | {
        ("AWS_DEFAULT_REGION", "us-east-1"),
        ("AWS_ENDPOINT_URL", f"http://{host}:{port}"),
    }:
        monkeypatch.setenv(name, value)
    client = boto3.client("s3")
    for name in ("the-lake", "the-photos"):
        client.create_bucket(Bucket=name)
    yield client
    server.stop()


def held(client: object, bucket: str) -> set[str]:
    """Names of all objects."""
    pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    return {entry["Key"] for page in pages for entry in page.get("Contents", [])}


def test_same_tables_from_a_bucket_as_from_a_folder(buckets, tmp_path: Path) -> None:
    write_feeds(tmp_path / "one", scale="tiny", seed=7, until=FIRST)
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    for day in (FIRST, FIRST + timedelta(days=1)):
        for home, env in ((tmp_path / "one", {}), (tmp_path / "two", {"QIANHUI_LAKE_DATA": "s3://the-lake/tiny"})):
            write_feeds(home, scale="tiny", seed=7, until=day)
            complete_pass(home, **env)
        assert checksums(tmp_path / "one") == checksums(tmp_path / "two")
    assert any(name.startswith("tiny/raw/visit/") for name in held(buckets, "the-lake"))
    assert not (tmp_path / "two" / "lake").exists()


def test_photos_lie_in_a_bucket_and_come_back_unchanged(buckets, monkeypatch, tmp_path: Path) -> None:
    for name, value in (("HOME", str(tmp_path)), ("DEMO", "1"), ("FILES", "s3://the-photos/originals")):
        monkeypatch.setenv(f"QIANHUI_{name}", value)
    monkeypatch.setattr("data.settings._chosen", Settings.from_env())
    files.write("ab/abcdef", b"a picture")
    assert files.read("ab/abcdef") == b"a picture" and files.read("ab/other") is None
    assert held(buckets, "the-photos") == {"originals/ab/abcdef"}
