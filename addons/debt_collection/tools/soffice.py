"""ODT to PDF by LibreOffice processes that are kept running.

One conversion by a fresh ``soffice --convert-to`` takes most of a second, by a
running one some hundredths. :class:`Office` keeps one, in a process group and with a
user profile of its own, so any number of them may run side by side. UNO, the way to
talk to it, works only from the Python it was built for, hence the little program
:mod:`.soffice_worker`. Without UNO each document gets a fresh LibreOffice.
"""

import contextlib
import json
import os
import queue
import select
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import weakref
from functools import cache
from pathlib import Path

from .texts import Told, _

TIMEOUT = 120
START_TIMEOUT = 90
END_TIMEOUT = 10
RESTART_AFTER = 500
# LibreOffice grows by some 20 MiB with a document of hundreds of letters.
RESTART_SIZE = 2 * 2**20
# LibreOffice works on one core.
OFFICES = 2

_WORKER = Path(__file__).with_name("soffice_worker.py")
_PLACES = (
    "/usr/bin/soffice",
    "/usr/local/bin/soffice",
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
)
_OPTIONS = (
    "--headless",
    "--invisible",
    "--nodefault",
    "--nofirststartwizard",
    "--nolockcheck",
    "--nologo",
    "--norestore",
)
# No entry for every heading, but a destination for each mark of :mod:`.odt`; the empty
# pages that Writer puts in to begin a letter on an odd page are not printed.
_PDF = {
    "ExportBookmarks": False,
    "ExportBookmarksToPDFDestination": True,
    "IsSkipEmptyPages": True,
}
# No programs, and nothing that helps only who types.
_SETTINGS = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
</item>
<item oor:path="/org.openoffice.Office.Java/VirtualMachine">
<prop oor:name="Enable" oor:op="fuse"><value>false</value></prop>
</item>
<item oor:path="/org.openoffice.Office.Writer/AutoFunction/Completion">
<prop oor:name="CollectWords" oor:op="fuse"><value>false</value></prop>
</item>
<item oor:path="/org.openoffice.Office.Linguistic/SpellChecking">
<prop oor:name="IsSpellAuto" oor:op="fuse"><value>false</value></prop>
</item>
</oor:items>
"""

_CONVERSION_FAILED = _("LibreOffice could not convert the document: %(error)s")


class OfficeError(Told):
    """A document could not be converted."""


class OfficeMissing(OfficeError):
    """LibreOffice is not installed."""

    def __init__(self):
        super().__init__(
            _(
                "LibreOffice, which makes the PDF, was not found. Install it (Debian: "
                "apt-get install libreoffice-writer-nogui python3-uno) or put soffice "
                "on the PATH of the server."
            )
        )


class OfficeTimeout(OfficeError):
    """A conversion took too long and was stopped."""


class _Stopped(OfficeError):
    """The program that converts is gone."""


class Office:
    """LibreOffice, started when first needed and kept.

    May be shared by threads; after a fork the child starts one of its own.

    :param timeout: seconds one document may take
    :param restart_after: documents after which LibreOffice is started anew
    :param soffice: path of the program, found by itself when None
    :param uno: False to use a fresh LibreOffice for each document
    """

    def __init__(
        self, timeout=TIMEOUT, restart_after=RESTART_AFTER, soffice=None, uno=True
    ):
        self.timeout = timeout
        self.restart_after = restart_after
        self._soffice = soffice
        self._uno = uno
        self._worker = None
        self._lock = threading.Lock()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def convert(self, odt, timeout=None):
        """Return a document as PDF.

        When LibreOffice dies on the way it is started anew and asked once more.

        :param odt: bytes of an ODT
        :param timeout: seconds it may take, instead of the usual
        :return: bytes of a PDF
        :raise OfficeMissing: when there is no LibreOffice
        :raise OfficeTimeout: when it takes too long
        :raise OfficeError: when the document cannot be converted
        """
        timeout = timeout or self.timeout
        soffice = self._soffice or find_soffice()
        python = find_uno_python(soffice) if self._uno else None
        if python is None:
            return _convert_once(soffice, odt, timeout)
        with self._lock:
            try:
                return self._running(python, soffice).convert(odt, timeout)
            except _Stopped:
                self._stop()
                return self._running(python, soffice).convert(odt, timeout)
            except OfficeTimeout:
                self._stop()
                raise

    def close(self):
        """Stop LibreOffice; the next conversion starts it again."""
        with self._lock:
            self._stop()

    def _running(self, python, soffice):
        worker = self._worker
        if worker and worker.owner == os.getpid():
            if worker.count < self.restart_after and worker.size < RESTART_SIZE:
                return worker
            self._stop()
        self._worker = _Worker(python, soffice)
        return self._worker

    def _stop(self):
        if self._worker:
            self._worker.stop()
            self._worker = None


class _Worker:
    """A running soffice_worker program with its LibreOffice."""

    def __init__(self, python, soffice):
        self.owner = os.getpid()
        self.count = self.size = 0
        self.folder = _private_folder()
        self.process = subprocess.Popen(
            [python, "-I", _WORKER, soffice, self.folder, *_options(self.folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(self.folder),
            start_new_session=True,
        )
        self.stop = weakref.finalize(self, _kill, self.process, self.folder, self.owner)
        self._buffer = b""
        try:
            self._answer(START_TIMEOUT)
        except OfficeError:
            self.stop()
            raise

    def convert(self, odt, timeout):
        """Return a document as PDF; see :meth:`Office.convert`."""
        self.count += 1
        self.size += len(odt)
        source, target = self.folder / "letter.odt", self.folder / "letter.pdf"
        target.unlink(missing_ok=True)
        source.write_bytes(odt)
        request = {"source": str(source), "target": str(target), "filter": _PDF}
        try:
            self.process.stdin.write(json.dumps(request).encode() + b"\n")
            self.process.stdin.flush()
        except OSError as error:
            raise _Stopped(_("LibreOffice is gone.")) from error
        self._answer(timeout)
        return target.read_bytes()

    def _answer(self, timeout):
        """Wait for the next answer.

        :raise OfficeError: when it tells of an error
        """
        answer = json.loads(self._read_line(timeout))
        error = answer.get("error", "")
        if "DisposedException" in error:
            raise _Stopped(_("LibreOffice died."))
        if error:
            raise OfficeError(_CONVERSION_FAILED, error=error)

    def _read_line(self, timeout):
        deadline = time.monotonic() + timeout
        output = self.process.stdout.fileno()
        while b"\n" not in self._buffer:
            wait = max(0, deadline - time.monotonic())
            if not select.select([output], [], [], wait)[0]:
                raise _timeout(timeout)
            data = os.read(output, 65536)
            if not data:
                raise _Stopped(
                    _(
                        "LibreOffice stopped or could not be started. Run soffice "
                        "--headless --version as the server's user to see why."
                    )
                )
            self._buffer += data
        line, _end, self._buffer = self._buffer.partition(b"\n")
        return line


def _kill(process, folder, owner):
    """End a process group and remove its folder; only the starter may do so."""
    if os.getpid() != owner:
        return
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for stream in (process.stdin, process.stdout):
        with contextlib.suppress(OSError):
            stream and stream.close()
    _remove(folder)


def _remove(folder):
    """Remove a folder in which a dying process may still have written."""
    deadline = time.monotonic() + END_TIMEOUT
    while folder.exists() and time.monotonic() < deadline:
        shutil.rmtree(folder, ignore_errors=True)
        if folder.exists():
            time.sleep(0.02)


def _convert_once(soffice, odt, timeout):
    """Convert one document by a LibreOffice started for it."""
    folder = _private_folder()
    source, target = folder / "letter.odt", folder / "letter.pdf"
    source.write_bytes(odt)
    values = {
        name: {"type": "boolean", "value": str(value).lower()}
        for name, value in _PDF.items()
    }
    kind = f"pdf:writer_pdf_Export:{json.dumps(values)}"
    arguments = ["--infilter=writer8", "--convert-to", kind, "--outdir", folder, source]
    process = subprocess.Popen(
        [soffice, *_options(folder), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=_environment(folder),
        start_new_session=True,
    )
    try:
        process.wait(timeout)
        return target.read_bytes()
    except subprocess.TimeoutExpired as error:
        raise _timeout(timeout) from error
    except FileNotFoundError as error:
        raise OfficeError(_CONVERSION_FAILED, error=error) from error
    finally:
        _kill(process, folder, os.getpid())


def _timeout(seconds):
    return OfficeTimeout(
        _(
            "LibreOffice did not finish within %(seconds)s s and was stopped. Print "
            "fewer letters at once, or check the template for huge pictures."
        ),
        seconds=f"{seconds:g}",
    )


def _private_folder():
    """Return a new folder with a profile that runs and fetches nothing."""
    folder = Path(tempfile.mkdtemp(prefix="debt-office-"))
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(_SETTINGS)
    return folder


def _options(folder):
    return (*_OPTIONS, f"-env:UserInstallation={(folder / 'profile').as_uri()}")


def _environment(folder):
    """Return an environment without the server's secrets and Python settings."""
    return {
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "PATH": os.environ.get("PATH", os.defpath),
        "TMPDIR": str(folder),
    }


def find_soffice():
    """Return the path of LibreOffice's program.

    :raise OfficeMissing: when there is none
    """
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if not found:
        found = next((place for place in _PLACES if os.access(place, os.X_OK)), None)
    if not found:
        raise OfficeMissing
    return found


@cache
def find_uno_python(soffice):
    """Return a Python that can talk to this LibreOffice, None when there is none."""
    beside = Path(soffice).resolve().with_name("python")
    for python in (beside, "/usr/bin/python3", shutil.which("python3")):
        if python and os.access(python, os.X_OK) and _has_uno(str(python)):
            return str(python)
    return None


def _has_uno(python):
    run = subprocess.run(
        [python, "-I", "-c", "import uno"],
        capture_output=True,
        check=False,
        timeout=30,
    )
    return run.returncode == 0


class OfficePool:
    """Offices for any number of threads; each is started when first needed.

    :param size: how many may run at once
    """

    def __init__(self, size=OFFICES):
        self._all = [Office() for _number in range(size)]
        # The last one used comes first: who works alone needs but one.
        self._free = queue.LifoQueue()
        list(map(self._free.put, self._all))

    def convert(self, odt, timeout=None):
        """Return a document as PDF; see :meth:`Office.convert`."""
        office = self._free.get()
        try:
            return office.convert(odt, timeout)
        finally:
            self._free.put(office)

    def close(self):
        """Stop all of them; the next conversion starts one again."""
        for office in self._all:
            office.close()


@cache
def shared_office():
    """Return the Offices of this process."""
    return OfficePool()
