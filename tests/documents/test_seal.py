"""The seal: valid over the whole file, and one changed byte is found."""

import subprocess
from pathlib import Path

import pikepdf
import pytest

from portal.documents.seal import seal_of
from portal.documents.seal_keys import DEVELOPMENT, SealFault, make_seal, read_seal_key, rotate_seal
from portal.settings import Settings
from tests.documents.papers import AT, paper, sealed


def told(path: Path) -> str:
    """Return what Debian's program says of the signatures of a file."""
    asked = ["pdfsig", "-nocert", str(path)]
    return subprocess.run(asked, capture_output=True, check=False).stdout.decode()  # noqa: S603


def test_the_seal_is_valid_and_covers_the_whole_file(tmp_path: Path) -> None:
    said = told(sealed(tmp_path))
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    assert "SHA-256" in said
    assert DEVELOPMENT in said


def test_the_seal_certifies_and_allows_no_change(tmp_path: Path) -> None:
    with pikepdf.open(sealed(tmp_path)) as document:
        signature = document.Root.Perms.DocMDP
        (reference,) = signature.Reference
        assert reference.TransformMethod == "/DocMDP"
        assert reference.TransformParams.P == 1


def test_one_flipped_bit_anywhere_is_found(tmp_path: Path) -> None:
    whole = sealed(tmp_path).read_bytes()
    broken = tmp_path / "broken.pdf"
    contents = whole.rindex(b"/Contents <")
    for place in (20, len(whole) // 3, len(whole) // 2, contents - 40, len(whole) - 30):
        changed = bytearray(whole)
        changed[place] ^= 1
        broken.write_bytes(changed)
        assert "Signature is Valid" not in told(broken), place


def test_a_key_is_kept_from_one_start_to_the_next(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    first = read_seal_key(settings).certificates
    assert read_seal_key(settings).certificates == first
    assert (tmp_path / "keys/seal.pem").stat().st_mode & 0o077 == 0


def test_a_rotated_seal_has_its_own_name_and_the_former_one_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "seal.pem"
    request, former = rotate_seal(path, "Sector fund 200", AT)
    assert former is None
    old = path.read_bytes()
    _, former = rotate_seal(path, "Sector fund 200", AT)
    assert former
    assert former.read_bytes() == old
    assert path.read_bytes() != old
    assert b"CERTIFICATE REQUEST" in request.read_bytes()
    key = read_seal_key(Settings(data=tmp_path, seal_key=path))
    assert key.name == "Sector fund 200"
    assert not key.is_development
    before = sealed(tmp_path)
    sealing = seal_of(Settings(data=tmp_path, seal_key=path))
    after = tmp_path / "after.pdf"
    after.write_bytes(sealing.seal(paper()))
    assert "Signature is Valid" in told(before)
    assert "Sector fund 200" in told(after)


def test_production_takes_no_development_seal(tmp_path: Path) -> None:
    path = tmp_path / "seal.pem"
    path.write_bytes(make_seal(DEVELOPMENT, AT))
    development = Settings(data=tmp_path, seal_key=path)
    assert read_seal_key(development).is_development
    with pytest.raises(SealFault, match="development seal"):
        read_seal_key(development.model_copy(update={"environment": "production"}))


@pytest.mark.parametrize("content", [b"", b"no key", make_seal("a", AT)[:300]])
def test_a_file_without_a_seal_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "seal.pem"
    path.write_bytes(content)
    with pytest.raises(SealFault, match=r"seal\.pem: no seal can be read"):
        read_seal_key(Settings(data=tmp_path, seal_key=path))


def test_a_certificate_of_another_key_is_refused(tmp_path: Path) -> None:
    path, other = tmp_path / "seal.pem", tmp_path / "other.pem"
    path.write_bytes(make_seal("a", AT))
    other.write_bytes(make_seal("b", AT))
    with pytest.raises(SealFault, match="another key"):
        read_seal_key(Settings(data=tmp_path, seal_key=path, seal_certificate=other))
