"""Keeps one LibreOffice running and converts files in it; run as a program.

    python3 soffice_worker.py SOFFICE FOLDER OPTION...

It needs the Python that LibreOffice's UNO bridge was built for, so it imports
nothing of the project. FOLDER is private to it. One line of JSON comes in for each
file, ``{"source": PATH, "target": PATH, "filter": {...}}``; one goes out, ``{}`` or
``{"error": TEXT}``; a first ``{}`` says that LibreOffice is ready. When the input
ends, as it does when the caller dies, everything is stopped at once, even in the
middle of a conversion.
"""

import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

START_SECONDS = 60
END_SECONDS = 10
# com.sun.star.document: MacroExecMode.NEVER_EXECUTE and UpdateDocMode.NO_UPDATE
NEVER_EXECUTE = 0
NO_UPDATE = 0


def main(soffice, folder, *options):
    """Start LibreOffice and serve until the input ends."""
    inbox = queue.Queue()
    listener = threading.Thread(target=listen, args=(inbox, folder), daemon=True)
    listener.start()
    pipe = f"debt{os.getpid()}"
    accept = f"--accept=pipe,name={pipe};urp;"
    process = subprocess.Popen([soffice, *options, accept], stdin=subprocess.DEVNULL)
    desktop = connect(pipe, process)
    answer({})
    while True:
        answer(serve(desktop, inbox.get()))


def listen(inbox, folder):
    """Queue what comes in; at its end stop everything."""
    for line in sys.stdin:
        inbox.put(json.loads(line))
    end(folder)


def end(folder):
    """Kill the whole group and remove its folder, from outside of the group."""
    group = os.getpgrp()
    if os.fork():
        return
    os.setsid()
    os.killpg(group, signal.SIGKILL)
    # What LibreOffice was about to write may still appear.
    deadline = time.monotonic() + END_SECONDS
    while os.path.exists(folder) and time.monotonic() < deadline:
        shutil.rmtree(folder, ignore_errors=True)
        time.sleep(0.02)
    os._exit(0)


def answer(message):
    """Send one line to the caller."""
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def connect(pipe, process):
    """Return the desktop of LibreOffice as soon as it answers."""
    local = uno.getComponentContext()
    manager = local.ServiceManager
    resolver = manager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            context = resolver.resolve(
                f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext"
            )
            break
        except NoConnectException:
            if process.poll() is not None or time.monotonic() > deadline:
                sys.exit("LibreOffice did not start")
            time.sleep(0.02)
    return context.ServiceManager.createInstance("com.sun.star.frame.Desktop")


def serve(desktop, request):
    """Convert one file; return the answer."""
    try:
        convert(desktop, request)
    except Exception as error:
        # Whatever goes wrong belongs to this file: the caller decides what to do.
        return {"error": f"{type(error).__name__}: {error}"}
    return {}


def convert(desktop, request):
    """Load an ODT, run nothing in it, fetch nothing for it, and store it as PDF."""
    url = uno.systemPathToFileUrl(request["source"])
    document = desktop.loadComponentFromURL(
        url,
        "_blank",
        0,
        properties(
            Hidden=True,
            ReadOnly=True,
            FilterName="writer8",
            MacroExecutionMode=NEVER_EXECUTE,
            UpdateDocMode=NO_UPDATE,
        ),
    )
    if document is None:
        raise ValueError("LibreOffice cannot read the document")
    try:
        data = uno.Any("[]com.sun.star.beans.PropertyValue", request_filter(request))
        document.storeToURL(
            uno.systemPathToFileUrl(request["target"]),
            properties(FilterName="writer_pdf_Export", FilterData=data),
        )
    finally:
        document.close(True)


def request_filter(request):
    """Return the options of the PDF filter."""
    return properties(**request["filter"])


def properties(**values):
    """Return named values as UNO wants them."""
    return tuple(PropertyValue(name, 0, value, 0) for name, value in values.items())


if __name__ == "__main__":
    main(*sys.argv[1:])
