"""The families that are known; a module in this folder with a ``DRIVER`` is one."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
from functools import lru_cache
from pathlib import Path
from types import ModuleType

import scraper.families
from scraper.errors import UsageError
from scraper.families.model import Driver, WebPage
from scraper.families.static import Static
from scraper.sites import Site

Drivers = tuple[Driver, ...]


@lru_cache
def known_drivers() -> Drivers:
    """Give the drivers of this package, the general one last."""
    names = sorted(found.name for found in pkgutil.iter_modules(scraper.families.__path__))
    modules = (importlib.import_module(f"scraper.families.{name}") for name in names)
    return (*(module.DRIVER for module in modules if hasattr(module, "DRIVER")), Static())


def load_drivers(folder: Path) -> Drivers:
    """Give the drivers of a folder of the user's before those of the package.

    Each ``*.py`` file of the folder that does not begin with ``_`` has one ``DRIVER``.

    Raises:
        UsageError: The folder or one of its files cannot be used; the reason names it.
    """
    if not folder.is_dir():
        raise UsageError(f"--drivers {folder}: there is no such folder")
    paths = sorted(path for path in folder.glob("*.py") if not path.name.startswith("_"))
    if not paths:
        raise UsageError(f"--drivers {folder}: there is no driver in it")
    return (*(_load(path) for path in paths), *known_drivers())


def _load(path: Path) -> Driver:
    driver = getattr(load_module(path), "DRIVER", None)
    missing = [n for n in ("name", "score", "listing", "entrances") if not hasattr(driver, n)]
    if driver is None or missing:
        raise UsageError(f"{path}: a driver has a DRIVER with {', '.join(missing) or 'a name'}")
    found: Driver = driver
    return found


def load_module(path: Path) -> ModuleType:
    """Load a file of the user's; raises UsageError with what it failed on."""
    spec = importlib.util.spec_from_file_location(f"gongkai_driver_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise UsageError(f"{path} cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise UsageError(f"{path}: {type(error).__name__}: {error}") from error
    return module


def claimants(page: WebPage, site: Site, drivers: Drivers) -> Drivers:
    """Give all drivers that may have short cuts from a page, the surest first.

    A site often shows signs of several systems: the form of its reports is one's, its lists another's.
    """
    best = best_driver(page, site, drivers)
    if site.family or best.name == "selectors":
        return (best,)
    others = [driver for driver in drivers if driver is not best and driver.score(page) > 0]
    return (best, *others)


def best_driver(page: WebPage, site: Site, drivers: Drivers) -> Driver:
    """Give the driver that is surest of a page; the user's own word goes before all.

    Raises:
        UsageError: The site names a family that there is not.
    """
    if site.family:
        for driver in drivers:
            if driver.name == site.family:
                return driver
        names = ", ".join(sorted(driver.name for driver in drivers))
        raise UsageError(f"site {site.id}: there is no family {site.family}; known are {names}")
    if site.item or site.pages:
        return next(driver for driver in drivers if driver.name == "selectors")
    return max(drivers, key=lambda driver: driver.score(page))
