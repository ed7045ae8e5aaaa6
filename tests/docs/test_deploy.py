"""The files for a server are understood by the programs they are written for."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from data.settings import Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "docs" / "deploy"
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"


def self_signed(folder: Path) -> None:
    """A certificate for the test alone."""
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=qianhui.example"]
    files = ["-keyout", f"{folder}/privkey.pem", "-out", f"{folder}/fullchain.pem"]
    subprocess.run([*command, *files], check=True, capture_output=True)


@pytest.mark.skipif(not Path(NGINX).exists(), reason="no nginx on this machine")
def test_nginx_understands_the_site(tmp_path: Path):
    self_signed(tmp_path)
    site = (DEPLOY / "nginx.conf").read_text().replace("/etc/qianhui/tls", str(tmp_path))
    whole = f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{ access_log off; {site} }}"
    (tmp_path / "nginx.conf").write_text(whole)
    tried = subprocess.run([NGINX, "-t", "-p", tmp_path, "-c", tmp_path / "nginx.conf"], capture_output=True, text=True)
    assert tried.returncode == 0, tried.stderr


@pytest.mark.parametrize("unit", ["qianhui-web", "qianhui-scheduler"])
def test_unit_starts_what_the_project_has(unit: str):
    text = (DEPLOY / f"{unit}.service").read_text()
    started = re.search(r"^ExecStart=/opt/qianhui/\.venv/bin/(.+)$", text, re.M)
    assert started and started[1] in {"gunicorn app:server", "python -m etl.schedule"}
    assert (ROOT / ("app.py" if unit == "qianhui-web" else "etl/schedule.py")).exists()


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd on this machine")
@pytest.mark.parametrize("unit", ["qianhui-web", "qianhui-scheduler"])
def test_systemd_understands_the_unit(unit: str, tmp_path: Path):
    text = (DEPLOY / f"{unit}.service").read_text().replace("/opt/qianhui", str(ROOT))
    (tmp_path / f"{unit}.service").write_text(text)
    command = ["systemd-analyze", "verify", "--man=no", tmp_path / f"{unit}.service"]
    said = subprocess.run(command, capture_output=True, text=True)
    assert said.returncode == 0 and unit not in said.stderr, said.stderr


def test_nginx_lets_through_what_the_application_takes():
    from api.guard import BODY_LIMITS, CALLBACK_LIMIT, MB

    (limit,) = re.findall(r"client_max_body_size (\d+)m;", (DEPLOY / "nginx.conf").read_text())
    assert int(limit) * MB >= max([CALLBACK_LIMIT, *(size for _, size in BODY_LIMITS)])


def template() -> dict[str, str]:
    """The environment file's lines, examples included."""
    lines = (DEPLOY / "qianhui.env").read_text().splitlines()
    pairs = (re.match(r"#?([A-Z_]+)=(.*)$", line) for line in lines)
    return {pair[1]: pair[2].strip('"') for pair in pairs if pair}


def test_environment_template_means_the_same_to_a_shell():
    script = f"set -eu; set -a; . {DEPLOY}/qianhui.env; env"
    said = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True, env={}).stdout
    shell = dict(line.split("=", 1) for line in said.splitlines())
    active = {line.split("=", 1)[0] for line in (DEPLOY / "qianhui.env").read_text().splitlines() if line[:1].isupper()}
    assert {name: shell[name] for name in active} == {name: template()[name] for name in active}


def test_environment_template_is_read_as_settings():
    filled = template() | {"QIANHUI_SECRET_KEY": "x" * 40}
    chosen = Settings.from_env(filled)
    assert chosen.https and not chosen.demo
    assert chosen.lake.startswith("postgres:") and chosen.database_url.startswith("postgresql+psycopg://")


def test_environment_template_names_real_settings(setting_names: set[str]):
    named = {name.removeprefix("QIANHUI_") for name in template() if name.startswith("QIANHUI_")}
    assert named and named <= setting_names
