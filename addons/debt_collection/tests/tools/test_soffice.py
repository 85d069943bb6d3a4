"""LibreOffice as a servant: PDFs come out, and no process stays behind.

``DEBT_NO_OFFICE=1`` leaves out what needs LibreOffice, on a machine without it.
"""

import io
import os
import signal
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import psutil
import pytest
from PyPDF2 import PdfReader

from odoo.addons.debt_collection.tools import odt, soffice

from .odt_samples import DEMAND, change, letter, paragraph, row, table, template

needs_office = pytest.mark.skipif(
    os.environ.get("DEBT_NO_OFFICE") == "1", reason="DEBT_NO_OFFICE=1 is set"
)


@pytest.fixture(scope="module")
def office():
    with soffice.Office() as shared:
        yield shared


def pages_of(pdf):
    """The texts of the pages of a PDF."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def demands(*letters):
    return odt.render_batch(DEMAND.read_bytes(), list(letters))


def office_processes(worker):
    """The living processes of a worker's group."""
    found = []
    for process in psutil.process_iter(["status"]):
        try:
            group = os.getpgid(process.pid)
        except ProcessLookupError:
            continue
        if group == worker.process.pid and process.info["status"] != "zombie":
            found.append(process)
    return found


def wait_until(condition, seconds=20):
    """Tell whether something becomes true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


# === Letters === #


@needs_office
def test_a_letter_becomes_a_page_in_right_polish(office):
    (page,) = pages_of(office.convert(demands(letter(debtor_name="Zażółć Gęślą Jaźń"))))
    assert "WEZWANIE DO ZAPŁATY · sprawa nr W/2026/00001" in page
    assert "Zażółć Gęślą Jaźń" in page
    assert "słownie: trzysta trzy złote 00/100" in page


@needs_office
def test_each_letter_of_a_batch_has_its_own_pages_from_one(office):
    pages = pages_of(office.convert(demands(*(letter(n) for n in range(1, 6)))))
    assert len(pages) == 5
    for number, page in enumerate(pages, 1):
        assert page.count(f"sprawa nr W/2026/0000{number}") == 2  # title and footer
        assert "strona 1" in page


@needs_office
def test_a_long_table_goes_on_with_its_header_on_the_next_page(office):
    first, second, *more = pages_of(
        office.convert(demands(letter(7, count=60), letter(8)))
    )
    assert "FV/1 " in first and "FV/60" not in first
    assert "FV/60" in second and "Termin" in second
    assert "strona 2" in second and "sprawa nr W/2026/00007" in second
    assert "W/2026/00008" in more[-1] and "strona 1" in more[-1]


@needs_office
@pytest.mark.parametrize("end", [paragraph("end"), table(row(paragraph("end")))])
def test_the_last_letter_takes_no_page_more_than_others(office, end):
    numbers = []
    for lines in range(58, 74):
        body = "".join(paragraph("line") for _ in range(lines)) + end
        pdf = office.convert(odt.render_batch(template(body), [letter(), letter()]))
        numbers.append(len(pages_of(pdf)))
    assert numbers == [2] * numbers.count(2) + [4] * numbers.count(4)
    assert {2, 4} == set(numbers)


# === Untrusted documents === #


@needs_office
@pytest.mark.parametrize("uno", [True, False])
def test_nothing_is_fetched_for_a_document(uno, tmp_path):
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET

        def log_message(self, *arguments):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    secret = tmp_path / "secret.txt"
    secret.write_text("TOPSECRET")
    linked = (
        '<text:p>before<draw:frame text:anchor-type="as-char" svg:width="2cm"'
        f' svg:height="2cm"><draw:{{}} xlink:href="http://127.0.0.1:{server.server_port}'
        '/x.png" xlink:type="simple" xlink:actuate="onLoad"/></draw:frame></text:p>'
    )
    included = (
        f'<text:section text:name="s"><text:section-source xlink:href="'
        f'{secret.as_uri()}" text:filter-name="Text"/></text:section>'
    )
    body = linked.format("image") + linked.format("object") + included
    with soffice.Office(uno=uno) as untrusting:
        pdf = untrusting.convert(change("content.xml", "<text:h ", f"{body}<text:h "))
    server.shutdown()
    text = "".join(pages_of(pdf))
    assert "before" in text
    assert "TOPSECRET" not in text
    assert asked == []


@needs_office
def test_the_secrets_of_the_server_are_not_handed_on(office, monkeypatch):
    monkeypatch.setenv("PGPASSWORD", "hunter2")
    with soffice.Office() as fresh:
        fresh.convert(demands(letter()))
        processes = office_processes(fresh._worker)
        assert len(processes) > 1
        assert not [p for p in processes if "PGPASSWORD" in p.environ()]


@needs_office
def test_what_is_no_document_is_an_error_and_the_next_one_goes_on(office):
    with pytest.raises(soffice.OfficeError, match="could not convert"):
        office.convert(b"PK nonsense")
    assert pages_of(office.convert(demands(letter())))


# === Life and death === #


@needs_office
def test_it_is_started_once_and_again_after_so_many_documents():
    with soffice.Office(restart_after=2) as few:
        pids = []
        for _ in range(3):
            few.convert(demands(letter()))
            pids.append(few._worker.process.pid)
    assert pids[0] == pids[1] != pids[2]


@needs_office
def test_it_is_started_again_after_so_much(monkeypatch):
    monkeypatch.setattr(soffice, "RESTART_SIZE", 1)
    with soffice.Office() as growing:
        pids = []
        for _ in range(2):
            growing.convert(demands(letter()))
            pids.append(growing._worker.process.pid)
    assert pids[0] != pids[1]


@needs_office
def test_threads_have_an_office_each_and_one_who_works_alone_but_one():
    pool = soffice.OfficePool(2)
    document = demands(letter())
    for _ in range(2):
        pool.convert(document)
    assert sum(office._worker is not None for office in pool._all) == 1
    barrier = threading.Barrier(2)
    made = []

    def work():
        barrier.wait()
        made.append(pool.convert(document))

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [pages_of(one) for one in made] == [pages_of(made[0])] * 2
    assert all(office._worker for office in pool._all)
    pool.close()
    assert not any(office._worker for office in pool._all)


@needs_office
def test_nothing_is_left_when_it_is_closed():
    with soffice.Office() as closing:
        closing.convert(demands(letter()))
        worker = closing._worker
        assert office_processes(worker) and worker.folder.exists()
    assert wait_until(lambda: not office_processes(worker))
    assert not worker.folder.exists()


@needs_office
def test_a_crash_is_mended_by_a_new_start():
    with soffice.Office() as crashing:
        crashing.convert(demands(letter()))
        worker = crashing._worker
        for process in office_processes(worker):
            if "soffice.bin" in process.name():
                process.kill()
        assert pages_of(crashing.convert(demands(letter())))
        assert crashing._worker is not worker
        assert not office_processes(worker)


@needs_office
def test_what_takes_too_long_is_stopped():
    with soffice.Office() as slow:
        slow.convert(demands(letter()))
        worker = slow._worker
        many = demands(*(letter(n) for n in range(200)))
        with pytest.raises(soffice.OfficeTimeout, match=r"within 0\.05 s"):
            slow.convert(many, timeout=0.05)
        assert wait_until(lambda: not office_processes(worker))
        assert pages_of(slow.convert(demands(letter())))


@needs_office
def test_a_fresh_one_that_takes_too_long_is_stopped_too():
    with pytest.raises(soffice.OfficeTimeout):
        soffice.Office(uno=False).convert(demands(letter()), timeout=0.05)


@needs_office
def test_threads_may_share_it(office):
    found = {}

    def convert(number):
        found[number] = pages_of(office.convert(demands(letter(number))))

    threads = [threading.Thread(target=convert, args=(n,)) for n in range(1, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {n: f"W/2026/0000{n}" in pages[0] for n, pages in found.items()} == (
        dict.fromkeys(range(1, 5), True)
    )


@needs_office
def test_a_forked_process_starts_one_of_its_own(office):
    office.convert(demands(letter()))
    mine = office._worker.process.pid
    document = demands(letter())
    child = os.fork()
    if not child:
        good = office.convert(document).startswith(b"%PDF")
        other = office._worker.process.pid != mine
        office.close()
        os._exit(0 if good and other else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert office.convert(document) and office._worker.process.pid == mine


CALLER = """
import sys, time
sys.path.insert(0, {addon!r})
from tools import soffice
office = soffice.Office()
office.convert(open({document!r}, "rb").read())
print(office._worker.process.pid, office._worker.folder, flush=True)
time.sleep(600)
"""


@needs_office
def test_it_dies_with_a_caller_that_was_killed(tmp_path):
    document = tmp_path / "letter.odt"
    document.write_bytes(demands(letter()))
    addon = str(Path(soffice.__file__).parents[1])
    program = CALLER.format(addon=addon, document=str(document))
    caller = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True
    )
    group, folder = caller.stdout.readline().split()
    assert psutil.pid_exists(int(group)) and Path(folder).exists()
    caller.send_signal(signal.SIGKILL)
    caller.wait()
    caller.stdout.close()

    def is_gone():
        members = psutil.process_iter(["status", "cmdline"])
        living = [p for p in members if p.info["status"] != "zombie"]
        return not any(folder in " ".join(p.info["cmdline"] or ()) for p in living)

    assert wait_until(is_gone)
    assert wait_until(lambda: not Path(folder).exists())


# === Without UNO, without LibreOffice === #


@needs_office
def test_without_uno_each_document_gets_a_fresh_one(monkeypatch):
    monkeypatch.setattr(soffice, "find_uno_python", lambda program: None)
    plain = soffice.Office()
    (page,) = pages_of(plain.convert(demands(letter())))
    assert "WEZWANIE DO ZAPŁATY" in page
    assert plain._worker is None
    with pytest.raises(soffice.OfficeError, match="could not convert"):
        plain.convert(b"PK nonsense")


def test_a_missing_office_is_named_with_the_remedy(monkeypatch):
    monkeypatch.setenv("PATH", "/nonexistent")
    monkeypatch.setattr(soffice, "_PLACES", ())
    with pytest.raises(soffice.OfficeMissing, match="apt-get install libreoffice"):
        soffice.Office().convert(b"")


def test_a_program_that_is_no_office_is_an_error(tmp_path):
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(0o755)
    with pytest.raises(soffice.OfficeError, match="could not"):
        soffice.Office(soffice=str(program)).convert(b"PK")
