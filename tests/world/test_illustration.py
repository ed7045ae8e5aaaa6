"""Drawn photos: the right size, the same by seed, unlike one another."""

from __future__ import annotations

import io

import imagehash
import pytest
from PIL import Image

from etl.world.households import GROUPS
from etl.world.illustration import SCENES, illustrate, jpeg
from etl.world.illustration.scenes import BY_GROUP
from tests.tiers import every


@pytest.mark.parametrize("scene", every(3, SCENES))
def test_every_scene_draws_a_picture(scene):
    picture = illustrate(11, scene=scene)
    assert picture.size == (1280, 960) and len(set(picture.resize((64, 48)).getdata())) > 200


def test_same_seed_same_photo():
    assert jpeg(3, "grower") == jpeg(3, "grower") != jpeg(4, "grower")
    assert Image.open(io.BytesIO(jpeg(3, "grower"))).format == "JPEG"


@pytest.mark.slow
def test_photos_do_not_look_alike():
    hashes = [imagehash.phash(illustrate(seed).resize((320, 240))) for seed in range(12)]
    distances = [one - other for n, one in enumerate(hashes) for other in hashes[n + 1 :]]
    assert min(distances) > 4 and sum(distances) / len(distances) > 24


def test_every_customer_group_has_scenes():
    assert set(BY_GROUP) == set(GROUPS) and {name for names in BY_GROUP.values() for name in names} <= set(SCENES)
