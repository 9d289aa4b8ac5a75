"""`boxholder backup` and `boxholder restore`, as typed at the console of an installation on SQLite."""

import json
import shutil
import stat
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.processes import ROOT, Environment

CONNECT = (
    "from tests.cast import everyone; everyone(); from boxholder.operators.models import Operator; "
    "from tests.support.connected import connect; "
    "connect(Operator.objects.get(slug='harbor'), 'acct_1', 'pk_test_1', 'rk_test_1')"
)
NAMES = "from boxholder.operators.models import *; print(sorted(Operator.objects.values_list('name', flat=True)))"


@pytest.fixture(scope="module")
def furnished(migrated, tmp_path_factory) -> Environment:
    environment = Environment(tmp_path_factory.mktemp("furnished"))
    shutil.copytree(migrated, environment.folder, dirs_exist_ok=True)
    environment.shell(CONNECT)
    return environment


@pytest.fixture
def backup(furnished, tmp_path) -> Path:
    furnished.run("backup", str(tmp_path / "backup.tar.gz"))
    return tmp_path / "backup.tar.gz"


@pytest.fixture
def bare(tmp_path) -> Environment:
    """Another machine: nothing but the code."""
    (tmp_path / "bare").mkdir()
    return Environment(tmp_path / "bare")


def contents(file: Path) -> dict[str, bytes]:
    with tarfile.open(file) as tar:
        return {entry.name: tar.extractfile(entry).read() for entry in tar}


def test_one_file_for_its_owner_without_the_keys(backup):
    found = contents(backup)

    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert set(found) == {"manifest.json", "database"}
    manifest = json.loads(found["manifest.json"])
    assert manifest["database"] == "sqlite"
    assert not manifest["has_keys"]
    assert manifest["version"]
    assert len(manifest["installation"]) == 36


def test_with_keys_they_are_in_it_and_it_is_said_aloud(furnished, tmp_path):
    said = furnished.run("backup", "--with-keys", str(tmp_path / "keys.tar.gz"))

    assert "THE KEYS ARE IN IT" in said
    found = contents(tmp_path / "keys.tar.gz")
    assert found["secrets_key"].decode() == (furnished.folder / "secrets_key").read_text()


def test_a_file_that_is_there_stays(furnished, backup):
    before = backup.read_bytes()

    done = furnished.attempt("backup", str(backup))

    assert done.returncode == 1
    assert "is there already" in done.stderr
    assert backup.read_bytes() == before


def test_on_another_machine_the_secrets_must_be_entered_again(backup, bare):
    said = bare.run("restore", str(backup))

    assert bare.shell(NAMES) == "['Harbor Mail', 'Summit Suites']"
    assert "Harbor Mail: the Secret Key of acct_1 (test)" in said
    assert "enter each secret again" in said
    assert "never runs again" in said


def test_with_the_keys_everything_opens(furnished, bare, tmp_path):
    furnished.run("backup", "--with-keys", str(tmp_path / "keys.tar.gz"))

    said = bare.run("restore", str(tmp_path / "keys.tar.gz"))

    assert "cannot be opened" not in said
    assert stat.S_IMODE((bare.folder / "secrets_key").stat().st_mode) == 0o600
    secret = "from boxholder.billing.models import *; print(StripeAccount.objects.get().secret)"
    assert bare.shell(secret) == "rk_test_1"


def test_the_environments_key_wins_and_that_is_said(furnished, bare, tmp_path):
    from cryptography.fernet import Fernet

    furnished.run("backup", "--with-keys", str(tmp_path / "keys.tar.gz"))
    bare.variables["BOXHOLDER_SECRETS_KEYS"] = Fernet.generate_key().decode()

    said = bare.run("restore", str(tmp_path / "keys.tar.gz"))

    assert "BOXHOLDER_SECRETS_KEYS is set to another key" in said
    kept = (bare.folder / "secrets_key.from-backup").read_text()
    assert kept == (furnished.folder / "secrets_key").read_text()


def test_data_is_only_replaced_by_force_and_then_kept_aside(backup, bare):
    bare.run("restore", str(backup))
    bare.shell("from boxholder.operators.models import *; Operator.objects.filter(slug='harbor').update(name='Newer')")

    done = bare.attempt("restore", str(backup))
    assert done.returncode == 1
    assert "There is an installation here already, with Newer, Summit Suites" in done.stderr
    assert "Newer" in bare.shell(NAMES)

    said = bare.run("restore", str(backup), "--force")
    assert "Harbor Mail" in bare.shell(NAMES)
    [aside] = bare.folder.glob("before-restore-*")
    assert str(aside) in said
    assert (aside / "boxholder.sqlite3").exists()


@pytest.fixture
def picture(furnished) -> Iterator[Path]:
    file = furnished.folder / "files" / "mail" / "1" / "front.jpg"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"a photograph")
    yield file
    file.unlink()


def test_pictures_come_along(furnished, bare, tmp_path, picture):
    furnished.run("backup", str(tmp_path / "pictures.tar.gz"))
    bare.run("restore", str(tmp_path / "pictures.tar.gz"))

    restored = bare.folder / "files" / "mail" / "1" / "front.jpg"
    assert restored.read_bytes() == b"a photograph"
    assert stat.S_IMODE(restored.stat().st_mode) == 0o600


def test_pictures_left_out_are_said_both_times(furnished, bare, tmp_path, picture):
    said = furnished.run("backup", "--without-pictures", str(tmp_path / "small.tar.gz"))
    assert "The pictures are not in it" in said
    assert "The backup has no pictures in it" in bare.run("restore", str(tmp_path / "small.tar.gz"))
    assert not (bare.folder / "files").exists()


def test_pictures_taken_since_are_kept_with_the_data_they_belong_to(backup, bare):
    bare.run("restore", str(backup))
    (bare.folder / "files").mkdir(exist_ok=True)
    (bare.folder / "files" / "later.jpg").write_bytes(b"later")

    bare.run("restore", str(backup), "--force")

    [aside] = bare.folder.glob("before-restore-*")
    assert (aside / "files" / "later.jpg").read_bytes() == b"later"


def test_an_archive_that_climbs_out_writes_nothing_there(backup, bare, tmp_path):
    with tarfile.open(tmp_path / "climbing.tar.gz", "w:gz") as tar:
        for name, content in contents(backup).items():
            (tmp_path / name).write_bytes(content)
            tar.add(tmp_path / name, name)
        tar.add(tmp_path / "manifest.json", "files/../../climbed.txt")

    bare.run("restore", str(tmp_path / "climbing.tar.gz"))

    assert not (tmp_path / "climbed.txt").exists()
    assert not list(bare.folder.rglob("climbed.txt"))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"database": "postgresql"}, "The backup is of postgresql"),
        ({"migrations": ["billing.9999_later"]}, "made by a newer Boxholder"),
        ({"format": 2}, "made by another version"),
        ({"installation_name": "x"}, "not a Boxholder backup"),
    ],
)
def test_a_manifest_that_does_not_fit_changes_nothing(backup, bare, tmp_path, change, says):
    found = contents(backup)
    found["manifest.json"] = json.dumps({**json.loads(found["manifest.json"]), **change}).encode()
    for name, content in found.items():
        (tmp_path / name).write_bytes(content)
    with tarfile.open(tmp_path / "changed.tar.gz", "w:gz") as tar:
        for name in found:
            tar.add(tmp_path / name, name)

    done = bare.attempt("restore", str(tmp_path / "changed.tar.gz"))

    assert done.returncode == 1
    assert says in done.stderr
    assert not (bare.folder / "boxholder.sqlite3").exists()


@pytest.mark.parametrize("content", [b"", b"not a backup", None])
def test_what_is_no_backup_is_refused(bare, tmp_path, content):
    file = tmp_path / "backup.tar.gz"
    if content is not None:
        file.write_bytes(content)

    done = bare.attempt("restore", str(file))

    assert done.returncode == 1
    assert "Nothing was restored." in done.stderr
    assert "Traceback" not in done.stderr


def test_without_the_tools_of_postgresql_it_is_said_what_to_install(tmp_path):
    environment = Environment(tmp_path, DATABASE_URL="postgres://nobody@127.0.0.1:1/none", PATH=str(tmp_path))
    code = (
        "from boxholder.backup import databases, errors\n"
        "try: databases._tool('pg_dump', errors.BackupFailed)\n"
        "except errors.BackupFailed as error: print(error)"
    )

    said = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment.variables, capture_output=True, text=True
    )

    assert "The program pg_dump is not there" in said.stdout
    assert "apt-get install postgresql-client" in said.stdout
