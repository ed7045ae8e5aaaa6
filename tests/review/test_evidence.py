"""Pictures a manager adds to a case: kept as photos are, of no visit, seen by those in the case, counted nowhere."""

from __future__ import annotations

import io
import uuid
import zipfile

import pytest
from PIL import Image
from sqlalchemy import func, insert, select

from data import kept
from data.clock import now
from data.integrity import cases_photo, cases_step
from data.integrity.cases_step import MOST_PHOTOS
from data.ops import schema
from data.ops.engine import engine, reading, writing
from data.ops.pictures import pictures
from data.photos import files
from data.photos.watermark import named_in
from data.scope import acting
from tests.ingest.test_prints import scene, with_exif
from tests.review import made
from tests.review.test_pages import drawn  # noqa: F401  a fixture
from tests.screen.walk import texts

pytestmark = pytest.mark.usefixtures("own_ops")


@pytest.fixture
def case() -> str:
    """A case decided against the demo manager, who can appeal."""
    key = made.case_of_manager()
    with acting(made.asker("branch")):
        cases_step.review(key, "did_not_take_place", "nobody there knows of it")
    return key


@pytest.fixture
def sent(client_as, case):
    """``sent(bytes)`` → the answer to the demo manager adding a picture to that case."""
    client = client_as("manager")

    def post(content: bytes, photo: str | None = None, by=client, key: str = case):
        headers = {"X-CSRFToken": by.get_cookie("_csrf_token").value, "Origin": "http://localhost"}
        return by.post(f"/api/v1/cases/photos/{key}/{photo or uuid.uuid4()}?lang=en", data=content, headers=headers)

    return post


def rows(table) -> int:
    with reading() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def appeal(case: str, *shown: str) -> None:
    with acting(made.asker("manager")):
        cases_step.answer(case, "appealed", "we met at the market", shown)


def test_it_is_kept_unchanged_and_shown_marked_without_what_the_phone_wrote(sent, client_as, case):
    content = with_exif()
    photo = sent(content).json["photo_id"]
    with reading() as connection:
        row = connection.execute(select(schema.case_photo)).mappings().one()
    shown = client_as("entity").get(f"/api/v1/photos/{photo}?size=full").data
    assert files.read(files.original(row["sha256"])) == content and row["exif"]["device"] == "HUAWEI P60"
    assert (
        dict(Image.open(io.BytesIO(shown)).getexif()) == {} and named_in(shown) == photo and len(row["signature"]) == 8
    )


def test_it_goes_with_the_appeal_and_is_told_apart_from_photos_of_the_visit(sent, case, drawn):  # noqa: F811
    photo = sent(scene(1)).json["photo_id"]
    appeal(case, photo)
    page = drawn("entity", case=case)
    assert photo in str(page) and "Evidence" in texts(page)
    with acting(made.asker("manager")), pytest.raises(Exception, match="none of yours"):
        cases_step._own_photos(engine().connect(), made.row(made.opened(made.own_visits(2))[1]), [photo])


def test_sent_twice_it_counts_once_and_no_uuid_stands_for_two(sent, case):
    one = str(uuid.uuid4())
    assert [sent(scene(1), one).json["status"] for _time in range(2)] == ["stored", "duplicate"]
    assert sent(scene(2), one).status_code == 409 and rows(schema.case_photo) == 1
    taken = of_visit(case, scene(3))
    assert sent(scene(4), taken).status_code == 409


def of_visit(case: str, content: bytes) -> str:
    """A photo of the visit itself that looks like ``content``."""
    visit, at, photo = made.row(case), now(), str(uuid.uuid4())
    print_ = cases_photo.prints.laid_down(
        {"photo_uuid": photo, "sha256": "0" * 64, "taken_at": at}
        | {name: visit[name] for name in ("visit_no", "staff_id")},
        content,
    )
    more = {
        "mime": "image/jpeg",
        "width": 1,
        "height": 1,
        "bytes": 1,
        "visit_uuid": str(uuid.uuid4()),
        "received_at": at,
    }
    about = {"photo_uuid": photo, "sha256": "0" * 64, "taken_at": at, "visit_no": visit["visit_no"]}
    with writing() as connection:
        connection.execute(insert(schema.photos).values(id=1, staff_id=visit["staff_id"], **about, **more))
        cases_photo.prints.add(connection, print_)
    return photo


def test_it_is_no_photo_of_the_visit_to_counts_and_checks(sent, case):
    same = scene(5)
    photo, own = sent(same).json["photo_id"], of_visit(case, same)
    assert pictures(engine(), [photo, own])["photo_uuid"].tolist() == [own]
    assert rows(schema.photos) == rows(schema.photo_print) == 1


def test_only_the_manager_adds_and_only_while_an_answer_is_open(sent, client_as, case):
    assert sent(scene(1), by=client_as("officer")).status_code == 403
    assert sent(scene(1), by=client_as("branch")).status_code == 409
    foreign = made.opened(made.visits(f"branch_id <> '{made.account('branch')['scope_id']}'"))[0]
    assert sent(scene(1), key=foreign).status_code == 404
    appeal(case)
    late = sent(scene(1))
    assert late.status_code == 409 and "not open at present" in said(late) and rows(schema.case_photo) == 0


def said(answer) -> str:
    """The sentence, which has a reference."""
    assert answer.json["reference"]
    return answer.json["message"]


def test_what_is_no_photo_is_refused_in_words(sent, case):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("a.html", "<script>")
    assert "not a photo" in said(sent(b"slip")) and "something else as well" in said(sent(scene(1) + packed.getvalue()))
    assert sent(b"\0" * 18_000_000).status_code == 413 and sent(scene(1), "x").status_code == 400
    assert rows(schema.case_photo) == 0


def test_no_more_wait_than_one_answer_takes(sent, case):
    for number in range(MOST_PHOTOS):
        assert sent(scene(number, (200, 150))).status_code == 200
    assert "at most" in said(sent(scene(9, (200, 150))))


def test_a_case_takes_so_many_however_often_it_is_explained(sent, case, monkeypatch):
    monkeypatch.setattr(cases_photo, "MOST_A_CASE", 3)
    made.put(case, state="open")
    for number in range(3):
        photo = sent(scene(number, (200, 150))).json["photo_id"]
        with acting(made.asker("manager")):
            cases_step.answer(case, "explained", "once more", [photo])
    full = sent(scene(9, (200, 150)))
    assert full.status_code == 400 and "3 added pictures" in said(full) and rows(schema.case_photo) == 3


@pytest.fixture
def meanwhile(monkeypatch):
    """``meanwhile(do)``: while the next picture is laid down, another request does ``do()``."""
    lay_down = cases_photo.prints.laid_down

    def put_between(do) -> None:
        def laid_down(*given):
            monkeypatch.setattr(cases_photo.prints, "laid_down", lay_down)
            do()
            return lay_down(*given)

        monkeypatch.setattr(cases_photo.prints, "laid_down", laid_down)

    return put_between


def test_of_two_under_one_uuid_at_once_the_second_is_told_and_the_first_stays(sent, client_as, case, meanwhile):
    photo, client = str(uuid.uuid4()), client_as("manager")
    first = []
    meanwhile(lambda: first.append((sent(scene(1), photo).json["status"], shown(client, photo))))
    second = sent(scene(2), photo)
    ((status, before),) = first
    assert (status, second.status_code) == ("stored", 409) and rows(schema.case_photo) == 1
    assert shown(client, photo) == before


def test_the_same_sent_twice_at_once_counts_once_and_keeps_its_mark(sent, client_as, case, meanwhile):
    photo, client = str(uuid.uuid4()), client_as("manager")
    first = []
    meanwhile(lambda: first.append((sent(scene(1), photo).json["status"], shown(client, photo))))
    second = sent(scene(1), photo).json["status"]
    assert (first[0][0], second) == ("stored", "duplicate") and shown(client, photo) == first[0][1]


def test_what_only_the_unique_key_sees_is_told_too(sent, case, monkeypatch):
    photo = str(uuid.uuid4())
    sent(scene(1), photo)
    monkeypatch.setattr(
        cases_photo, "_is_there", lambda *_: False
    )  # another case's transaction is not seen by this one
    answer = sent(scene(2), photo)
    assert answer.status_code == 409 and "under this UUID" in said(answer) and rows(schema.case_photo) == 1


def test_many_at_once_are_no_more_than_wait(sent, case, meanwhile):
    for number in range(MOST_PHOTOS - 1):
        sent(scene(number, (200, 150)))
    meanwhile(lambda: sent(scene(8, (200, 150))))
    assert "at most" in said(sent(scene(9, (200, 150)))) and rows(schema.case_photo) == MOST_PHOTOS


def shown(client, photo: str) -> bytes:
    """The marked copy as the manager sees it."""
    return client.get(f"/api/v1/photos/{photo}?size=full").data


def test_who_does_not_see_the_case_does_not_learn_of_it(sent, client_as, case):
    photo = sent(scene(1)).json["photo_id"]
    seen = {
        name: client_as(name).get(f"/api/v1/photos/{photo}").status_code for name in ("manager", "branch", "analyst")
    }
    assert seen == {"manager": 200, "branch": 200, "analyst": 404}


def test_lost_copies_are_made_again(sent, client_as, case):
    photo, client = sent(scene(1)).json["photo_id"], client_as("manager")
    before = client.get(f"/api/v1/photos/{photo}?size=full").data
    files.remove(files.copy(photo, "full"))
    assert client.get(f"/api/v1/photos/{photo}?size=full").data == before


def test_it_is_told_of_what_is_kept_and_audited(sent, case):
    sent(with_exif())
    with acting(made.asker("manager")):
        line = next(one for one in kept.summary() if one.name == "evidence")
        (row,) = kept.rows("evidence")
    with reading() as connection:
        lines = connection.execute(select(schema.audit.c.action)).scalars().all()
    assert line.number == 1 and row["exif"]["device"] and row["visit_no"] and "case.photo" in lines
