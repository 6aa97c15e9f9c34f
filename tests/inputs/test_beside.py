"""Pictures of a saved page: beside it, in the folder a browser makes, inside it, and never elsewhere."""

import base64

import pytest

from scraper.beside import Beside, data_url


@pytest.fixture
def page(tmp_path):
    """A saved page with pictures around it, and one that is none of its own."""
    folder = tmp_path / "saved"
    (folder / "report_files").mkdir(parents=True)
    (folder / "img").mkdir()
    (folder / "W01.png").write_bytes(b"beside")
    (folder / "img" / "a b.png").write_bytes(b"below")
    (folder / "report_files" / "t3.jpg").write_bytes(b"saved")
    (tmp_path / "secret.png").write_bytes(b"secret")
    return folder / "report.html"


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("W01.png", b"beside"),
        ("./W01.png?v=3#top", b"beside"),
        ("img/a%20b.png", b"below"),
        ("/zwgk/2023/W01.png", b"beside"),
        ("http://www.example.gov.cn/zwgk/W01.png", b"beside"),
        ("https://www.example.gov.cn/pic/t3.jpg", b"saved"),
        ("data:image/png;base64," + base64.b64encode(b"inside").decode(), b"inside"),
        ("../secret.png", None),
        ("%2e%2e/secret.png", None),
        ("/etc/hostname", None),
        ("file:///etc/hostname", None),
        ("W99.png", None),
        ("img", None),
        ("", None),
        ("http://[", None),
        ("W01.png\x00", None),
    ],
)
def test_pictures_are_found_beside_the_page_alone(page, url, found):
    """Relative, absolute, escaped; a path that leaves the folder finds nothing."""
    assert Beside(page).picture(url) == found


def test_a_link_that_leaves_the_folder_is_not_followed(page, tmp_path):
    """Nor is one of the file system."""
    (page.parent / "link.png").symlink_to(tmp_path / "secret.png")
    assert Beside(page).picture("link.png") is None


@pytest.mark.parametrize("url", ["data:", "data:image/png;base64,%%%", "data:image/png;base64,a"])
def test_malformed_data_addresses_hold_nothing(url):
    """They are no reason to fail."""
    assert data_url(url) is None


def test_blanks_inside_base64_are_none_of_it():
    """Editors break long lines."""
    assert data_url("data:image/png;base64,aG\n k%3D") == b"hi"
