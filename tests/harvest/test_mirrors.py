"""What becomes of a page that was read: copies on other hosts are never the official source."""

from contextlib import closing

from scraper.harvest.feed import Feed
from scraper.harvest.options import Options
from scraper.harvest.reading import Read
from scraper.harvest.watch import Watch
from scraper.ledger import Ledger, Version
from scraper.warc import Place


class Opened:
    """A folder with a ledger and nothing else."""

    def __init__(self, path):
        self.path, self.ledger = path, Ledger(path)


def test_a_copy_on_another_host_is_no_record(tmp_path):
    """It is refused with the original's address, whatever its figures."""
    folder = Opened(tmp_path)
    with closing(folder.ledger):
        feed = Feed(folder, Options(), [], Watch())
        place = Place("x.warc.gz", 0, 1, 1)
        version = Version(1, "s", "http://x/", 1, "report", place, "a" * 64, None, 2022, None)
        read = Read(
            1, "a" * 64, "{}", "1-x-2022", 2022, "x", None, "", "http://www.x.gov.cn/1.html"
        )
        found = feed._outcome(version, read)
        assert (found.word, found.code) == ("refused", "F.MIRROR")
        assert "www.x.gov.cn" in found.reason
        assert feed._outcome(version, read._replace(mirror=None)).word == "record"
