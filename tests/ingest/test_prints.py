"""What is known of a photo beside its bytes: look, what the phone wrote, signature; and what may not ride along."""

from __future__ import annotations

import io
import struct
import zipfile
from datetime import datetime
from io import BytesIO

import numpy as np
import pytest
from PIL import ExifTags, Image
from sqlalchemy import select

from data.ops.engine import reading, writing
from data.ops.schema import photo_print
from data.photos import exif, look, prints
from data.photos.probe import probe
from data.photos.signature import LETTERS, sign
from data.photos.stowaway import rides_along
from data.photos.watermark import decoded, drawn, named_in
from tests.ingest.conftest import visit
from tests.ingest.test_photos import CAPTION, camera, picture  # noqa: F401  a fixture


def scene(seed: int, size: tuple[int, int] = (1600, 1200)) -> bytes:
    """Soft shapes, as a photo has them, other ones for each seed."""
    spots = np.random.default_rng(seed).integers(0, 256, (9, 12, 3), dtype=np.uint8)
    out = BytesIO()
    Image.fromarray(spots).resize(size, Image.Resampling.BICUBIC).save(out, "JPEG", quality=90)
    return out.getvalue()


def bits(first: bytes, second: bytes) -> int:
    return int(look.differing(look.phash(decoded(first)), [look.phash(decoded(second))])[0])


def test_a_marked_copy_looks_like_its_original_another_photo_does_not():
    content = scene(1)
    made = drawn(decoded(content), CAPTION)
    assert bits(content, made.full) <= look.NEAR and bits(content, made.thumb) <= look.NEAR
    assert min(bits(content, scene(seed)) for seed in range(2, 12)) > look.NEAR


def test_saved_again_it_still_looks_the_same():
    out = BytesIO()
    Image.open(BytesIO(scene(1))).resize((800, 600)).save(out, "JPEG", quality=40)
    assert bits(scene(1), out.getvalue()) <= look.NEAR


def with_exif(**more: object) -> bytes:
    """A photo as a phone in Meitan writes it."""
    found = Image.Exif()
    found[ExifTags.Base.Make], found[ExifTags.Base.Model] = "HUAWEI", "P60\0\x07"
    found.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = more.get("taken", "2026:11:23 14:09:30")
    found.get_ifd(ExifTags.IFD.GPSInfo).update(
        {
            ExifTags.GPS.GPSLatitudeRef: "N",
            ExifTags.GPS.GPSLatitude: more.get("lat", (27.0, 45.0, 36.0)),
            ExifTags.GPS.GPSLongitudeRef: "E",
            ExifTags.GPS.GPSLongitude: (107.0, 30.0, 0.0),
        }
    )
    return picture(exif=found)


def test_what_the_phone_wrote_is_read():
    assert exif.facts(with_exif()) == {
        "taken_at": "2026-11-23T14:09:30",
        "lon": 107.5,
        "lat": 27.76,
        "device": "HUAWEI P60",
    }


@pytest.mark.parametrize("odd", [{"taken": "yesterday"}, {"lat": (270.0, 0.0, 0.0)}, {"lat": (0.0, 0.0, 0.0)}])
def test_what_is_odd_is_left_out(odd):
    told = exif.facts(with_exif(**odd))
    assert ("taken_at" in told) == ("taken" not in odd) and ("lon" in told) == ("lat" not in odd)


def test_broken_exif_is_no_trouble():
    assert exif.facts(picture(exif=b"Exif\0\0II*\0\xff\xff\xff\xff")) is None and exif.facts(picture()) is None


def test_a_photo_gets_its_print_with_the_signature_that_stands_in_the_copies(camera):  # noqa: F811
    sent = visit()
    camera.phones("visits", sent)
    photo_id = camera(with_exif(), sent["client_uuid"]).json["photo_id"]
    with reading() as connection:
        row = connection.execute(select(photo_print).where(photo_print.c.photo_uuid == photo_id)).mappings().one()
    assert row["exif"]["device"] == "HUAWEI P60" and len(row["phash"]) == 16
    assert len(row["signature"]) == 8 and set(row["signature"]) <= set(LETTERS)


def test_photos_kept_before_there_were_prints_get_theirs(camera):  # noqa: F811
    sent = visit()
    camera.phones("visits", sent)
    photo_id = camera(picture(), sent["client_uuid"]).json["photo_id"]
    before = prints.signature_kept(photo_id)
    with writing() as connection:
        connection.execute(photo_print.delete().where(photo_print.c.photo_uuid == photo_id))
    assert prints.backfill() >= 1
    assert prints.signature_kept(photo_id) == before != ""


def test_a_signature_stands_for_the_whole(office):
    whole = ("a" * 64, "5203-26-000001", datetime(2026, 11, 23, 14, 9), "S1")
    others = [("b" * 64, *whole[1:]), (whole[0], "5203-26-000002", *whole[2:]), (*whole[:3], "S2")]
    assert sign(*whole) == sign(*whole) and sign(*whole) not in {sign(*other) for other in others}


def test_a_copy_names_its_photo_and_nothing_else_does():
    name = "3f0f6a1e-8f50-4b51-9d3a-0a2b8f5c7d11"
    made = drawn(decoded(picture()), CAPTION, name)
    assert named_in(made.full) == named_in(made.thumb) == name and named_in(picture()) == ""


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("a.txt", "hello")
    return out.getvalue()


RIDERS = {
    "zip": archive(),
    "zip after a gap": b"\0" * 40 + b"x" * 500 + archive(),
    "page": b"<html><script>alert(1)</script>",
    "pdf": b"%PDF-1.7\n",
    "php": b"<?php system($_GET[0]); ?>",
    "elf": b"\x7fELF\x02\x01",
    "shell": b"#!/bin/sh\n",
    "svg": b"\n<svg onload=alert(1)>",
}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("rider", RIDERS.values(), ids=RIDERS)
def test_what_rides_behind_a_photo_is_found(kind, rider):
    assert rides_along(picture(kind, (200, 150)) + rider, kind)


def test_what_rides_in_the_margins_is_found():
    assert rides_along(picture(comment=b"<script>alert(1)</script>"), "JPEG")
    assert rides_along(picture(exif=b"Exif\0\0MM\0*<?php echo 1 ?>"), "JPEG")


FILM = struct.pack(">I", 24) + b"ftypmp42" + bytes(2000)


@pytest.mark.parametrize(
    "behind",
    [b"", b"\0" * 64, FILM, b"\0\0\x30\x0a\x10\0\0\0MotionPhoto_Data" + FILM + b"SEFT", b'vivo{"a":1}', b"LIVE_3001"],
    ids=["nothing", "padding", "film", "samsung", "vivo", "huawei"],
)
def test_what_cameras_write_behind_a_photo_is_fine(behind):
    assert not rides_along(picture() + behind, "JPEG")


def test_two_pictures_in_one_file_are_the_first():
    out = BytesIO()
    first, second = (Image.open(BytesIO(scene(seed, (400, 300)))) for seed in (1, 2))
    first.save(out, "MPO", save_all=True, append_images=[second])
    found = probe(out.getvalue())
    assert (found.mime, found.width) == ("image/jpeg", 400)
    assert bits(out.getvalue(), scene(1, (400, 300))) <= look.NEAR


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_photo_stands_upright(turn):
    picture_up = Image.open(BytesIO(scene(3, (400, 300))))
    found = Image.Exif()
    found[ExifTags.Base.Orientation] = turn
    out = BytesIO()
    picture_up.save(out, "JPEG", exif=found)
    from PIL import ImageOps

    wanted = ImageOps.exif_transpose(Image.open(BytesIO(out.getvalue())))
    shown = decoded(out.getvalue())
    assert shown.size == wanted.size
    assert np.abs(np.asarray(shown, int) - np.asarray(wanted, int)).mean() < 2
