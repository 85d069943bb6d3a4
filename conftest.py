"""Settings of the whole test suite.

``DEBT_NO_DATABASE=1`` (set by ``script/test`` when only pure functions are
tested) runs without a database. Browser tests that were skipped because the
machine lacks a browser fail the run when ``CI`` is set.
"""

import os
import sys
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.database import DirectoryBasedExampleDatabase

ROOT = Path(__file__).parent

settings.register_profile(
    "project",
    # Machines differ in speed; a slow one must not turn a test red.
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=bool(os.environ.get("CI")),
    database=None
    if os.environ.get("CI")
    else DirectoryBasedExampleDatabase(ROOT / ".local" / "hypothesis"),
)
settings.load_profile("project")

BROWSER_IS_MISSING = (
    "websocket-client module is not installed",
    "Chrome executable not found",
    "because it is an HttpCase and --odoo-http is not set",
)

skipped_browser_tests = []


def stand_in(name, folder):
    """Register a package whose ``__init__.py`` is never run."""
    module = ModuleType(name)
    module.__path__ = [str(folder)]
    module.__file__ = str(folder / "__init__.py")
    sys.modules[name] = module


def import_tools_only():
    """Let pure functions be imported without the models of their addon."""
    for manifest in ROOT.glob("addons/*/__manifest__.py"):
        name = f"odoo.addons.{manifest.parent.name}"
        stand_in(name, manifest.parent)
        stand_in(f"{name}.tests", manifest.parent / "tests")


if os.environ.get("DEBT_NO_DATABASE"):
    import_tools_only()

    @pytest.fixture(scope="session", autouse=True)
    def load_registry():
        """Replace the fixture of pytest-odoo that opens the database."""
        yield


def pytest_runtest_logreport(report):
    """Remember the browser tests that were skipped for want of a browser."""
    if report.skipped and any(
        reason in str(report.longrepr) for reason in BROWSER_IS_MISSING
    ):
        skipped_browser_tests.append(report.nodeid)


def pytest_terminal_summary(terminalreporter):
    """Name the browser tests that did not run."""
    if skipped_browser_tests:
        terminalreporter.section("browser tests that did NOT run", red=True)
        for name in sorted(set(skipped_browser_tests)):
            terminalreporter.line(name)
        terminalreporter.line("Install chromium and run script/setup again.")


def pytest_sessionfinish(session, exitstatus):
    """Fail an otherwise green run in CI when browser tests were skipped."""
    if skipped_browser_tests and os.environ.get("CI") and exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
