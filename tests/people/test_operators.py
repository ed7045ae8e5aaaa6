"""What operators do: accounts and tokens on the command line, settings of the edge, demo accounts."""

from __future__ import annotations

import json
import stat
import sys

import pytest
from sqlalchemy import select

from data.errors import BadRequest, Conflict
from data.ops import tokens as token_store
from data.ops import users as user_store
from data.ops.engine import engine, reading, writing
from data.ops.schema import api_tokens, users
from data.ops.seed import PEOPLE, seed_demo
from data.ops.tokens import owner
from data.ops.users import add, by_username
from data.settings import Settings
from tests.people.conftest import PASSWORD, sign_in, small_app


def command(monkeypatch, capsys, module, *words: str) -> str:
    monkeypatch.setattr(sys, "argv", [module.__name__, *words])
    monkeypatch.setattr("getpass.getpass", lambda: "typed by hand")
    module.main()
    return capsys.readouterr().out.strip().splitlines()[-1] if words[0] in {"new", "list"} else ""


def test_account_is_added_changed_and_disabled(office, monkeypatch, capsys):
    command(
        monkeypatch,
        capsys,
        user_store,
        "add",
        "nina",
        "--name",
        "Nina",
        "--role",
        "branch_head",
        "--scope",
        "branch:B1",
    )
    assert sign_in(office, "nina", "typed by hand")[1].status_code == 302
    command(monkeypatch, capsys, user_store, "disable", "nina")
    assert sign_in(office, "nina", "typed by hand")[1].status_code == 401


def test_token_is_shown_once_and_kept_as_a_hash(office, monkeypatch, capsys):
    token = command(monkeypatch, capsys, token_store, "new", "--user", "boss", "--kind", "api")
    with reading() as connection:
        assert owner(token)["username"] == "boss"
        assert token not in connection.execute(select(api_tokens.c.token_hash)).scalars().all()


def test_revoked_on_the_command_line(office, monkeypatch, capsys):
    token = command(monkeypatch, capsys, token_store, "new", "--user", "boss")
    token_id = owner(token)["token_id"]
    command(monkeypatch, capsys, token_store, "revoke", token_id)
    assert owner(token) is None


@pytest.mark.parametrize(
    "wrong", [{"role": "king"}, {"scope": "entity"}, {"scope": "province:1"}, {"scope": "galaxy:1"}]
)
def test_account_with_a_role_or_scope_we_do_not_have_is_refused(office, wrong):
    with pytest.raises(BadRequest), writing() as connection:
        add(connection, "x", name="X", **({"role": "analyst"} | wrong))


def test_name_is_taken_once(office):
    with pytest.raises(Conflict), writing() as connection:
        add(connection, "boss", name="Another", role="analyst")


def test_passwords_are_argon2_hashes(office):
    with reading() as connection:
        assert by_username(connection, "boss")["password_hash"].startswith("$argon2id$")


def test_one_address_may_try_so_often_a_minute(tmp_path, monkeypatch):
    from data import settings as module

    chosen = Settings.from_env(
        {"QIANHUI_HOME": str(tmp_path), "QIANHUI_SECRET_KEY": "x" * 32, "QIANHUI_LOGIN_PER_MINUTE": "3"}
    )
    monkeypatch.setattr(module, "_chosen", chosen)
    app = small_app(chosen)
    answers = [sign_in(app, f"name{n}", PASSWORD)[1].status_code for n in range(5)]
    assert answers == [401, 401, 401, 429, 429]


def test_behind_tls_cookies_are_secure_and_hsts_is_on(tmp_path, monkeypatch):
    from data import settings as module

    chosen = Settings.from_env({"QIANHUI_HOME": str(tmp_path), "QIANHUI_SECRET_KEY": "x" * 32, "QIANHUI_HTTPS": "1"})
    monkeypatch.setattr(module, "_chosen", chosen)
    answer = small_app(chosen).server.test_client().get("/login", base_url="https://bank.example")
    assert all("Secure" in cookie for cookie in answer.headers.getlist("Set-Cookie"))
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")


def test_outside_the_demo_no_demo_logins_are_shown_or_let_in(office):
    client = office.server.test_client()
    assert "executive" not in client.get("/login").text
    form = {"demo": "executive", "csrf_token": client.get_cookie("_csrf_token").value}
    assert client.post("/login", data=form).status_code == 401


def test_demo_accounts_nest_and_seeding_again_changes_nothing(province):
    pointer = json.loads((province / "serving" / "current.json").read_text("utf-8"))
    token = (province / "phones.token").read_text()
    seed_demo(engine(), province / "serving" / pointer["file"])
    with reading() as connection:
        rows = {r["username"]: r for r in connection.execute(select(users)).mappings()}
    assert {*PEOPLE, "phones"} <= set(rows) and (province / "phones.token").read_text() == token
    entity, branch, manager = (rows[name]["scope_id"] for name in ("entity", "branch", "manager"))
    assert rows["manager"]["staff_id"] == manager
    assert lies_in(province / "serving" / pointer["file"], manager, branch, entity)


def lies_in(file, staff_id: str, branch_id: str, entity_id: str) -> bool:
    import duckdb

    with duckdb.connect(str(file), read_only=True) as serving:
        found = serving.execute(
            "select branch_id, entity_id from dim_staff where staff_id = ? and is_manager", [staff_id]
        )
        return found.fetchall() == [(branch_id, entity_id)]


def test_gateway_token_is_for_the_owner_s_eyes(province):
    file = province / "phones.token"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert owner(file.read_text().strip())["role"] == "gateway"
