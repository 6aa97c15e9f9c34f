"""A folder on any address that fsspec knows: this machine, memory, an object store."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scraper.errors import InputError, StoreError, UsageError
from scraper.store import write_whole

WORK = ".writing-"


class Place:
    """A folder of files; names in it are relative, with slashes.

    Args:
        address: A path, or an address such as ``memory://x`` or ``s3://bucket/x``.

    Raises:
        UsageError: Nothing knows such addresses, or what knows them is not installed.
    """

    def __init__(self, address: str | Path) -> None:
        import fsspec

        self.address = str(address)
        try:
            fs, root = fsspec.core.url_to_fs(self.address)
        except (ImportError, ValueError) as error:
            raise UsageError(f"{self.address}: {error}") from error
        self.fs: Any = fs
        self.root: str = root.rstrip("/")
        self.local = Path(self.root) if "file" in _protocols(fs) else None

    def path(self, name: str) -> str:
        """Give the whole path of a file, as the file system takes it."""
        return f"{self.root}/{name}"

    def read(self, name: str) -> bytes | None:
        """Give the bytes of a file, None where it is not there; raises InputError."""
        try:
            return bytes(self.fs.cat_file(self.path(name)))
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            reason = f"{self.address}/{name} cannot be read ({error.strerror or error})"
            raise InputError(reason) from error

    def names(self) -> list[str]:
        """Give the names of all files below the folder, sorted."""
        found = self.fs.find(self.root)
        return sorted(name[len(self.root) + 1 :] for name in found)

    def replace(self, name: str, data: bytes) -> None:
        """Put a file in the place of another in one step; raises StoreError."""
        if self.local:
            write_whole(self.local / name, data)
            return
        with self._telling():
            self.fs.pipe_file(self.path(name), data)

    def put(self, path: Path, name: str) -> None:
        """Move a file of this machine here, whole and brought to the disk; raises StoreError."""
        with self._telling():
            if self.local is None:
                self.fs.put_file(str(path), self.path(name))
                return
            with path.open("rb") as file:
                os.fsync(file.fileno())
            (self.local / name).parent.mkdir(parents=True, exist_ok=True)
            path.replace(self.local / name)

    def remove(self, names: list[str]) -> None:
        """Take files away, and the folders that they leave empty; what fails to go is let be."""
        for name in names:
            with contextlib.suppress(OSError):
                self.fs.rm_file(self.path(name))
            for folder in list(Path(name).parents)[:-1] if self.local else ():
                with contextlib.suppress(OSError):
                    (self.local / folder).rmdir()  # type: ignore[operator]

    @contextlib.contextmanager
    def alone(self) -> Iterator[Path]:
        """Hold the folder against other writers, and give a folder of this machine to work in.

        On this machine the kernel holds it, and lets go when the process ends, however it ends; what
        a killed writer left is cleared away. Elsewhere nobody is held off.

        Raises:
            StoreError: Another writer is at work, or the folder cannot be made.
        """
        if self.local is None:
            with tempfile.TemporaryDirectory(prefix="gongkai-") as work:
                yield Path(work)
            return
        with self._telling():
            self.local.mkdir(parents=True, exist_ok=True)
            handle = os.open(self.local, os.O_RDONLY)
        try:
            _hold(handle, self.address)
            for left in self.local.glob(f"{WORK}*"):
                shutil.rmtree(left, ignore_errors=True)
            with tempfile.TemporaryDirectory(prefix=WORK, dir=self.local) as work:
                yield Path(work)
        finally:
            os.close(handle)

    @contextlib.contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            reason = f"{self.address} cannot be written ({error.strerror or error})"
            raise StoreError(reason, path=self.address, errno=error.errno) from error


def _hold(handle: int, address: str) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise StoreError(f"another run is writing into {address}", path=address) from error


def _protocols(fs: Any) -> tuple[str, ...]:  # noqa: ANN401 -- fsspec has no types
    return (fs.protocol,) if isinstance(fs.protocol, str) else tuple(fs.protocol)
