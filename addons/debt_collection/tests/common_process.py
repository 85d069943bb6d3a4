"""What tests with processes of their own need."""

from contextlib import contextmanager
from pathlib import Path

from odoo.tools import config


@contextmanager
def shared_filestore(database):
    """Let processes on a database find the attachments of the tests' database.

    Workers of the test suite share the filestore of the database they were copied
    from, but only within their own process.
    """
    own = Path(config["data_dir"], "filestore", database)
    original = Path(config.filestore(config["db_name"][0]))
    if own.exists() or not original.exists():
        yield
        return
    own.symlink_to(original)
    try:
        yield
    finally:
        own.unlink()
