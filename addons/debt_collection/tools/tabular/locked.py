"""Workbooks that are encrypted with a password."""

import io
import re

import msoffcrypto
import olefile
from msoffcrypto import exceptions

from ..texts import _
from .faults import FileFault

# Files that are only "write protected" are encrypted with this public password.
_PUBLIC_PASSWORD = "VelvetSweatshop"
_MAX_SPINS = 10_000_000  # the format's own bound on the rounds of hashing
_SPINS = re.compile(rb'spinCount="(\d+)"')


def unlock(data, password=None):
    """Bytes of an OLE container's workbook without encryption.

    A file that is not encrypted comes back as it is.

    :raises FileFault: encrypted and the password is missing or wrong
    """
    office = _open(data)
    if office is None:
        return data
    _check_spins(data)
    for candidate in filter(None, (password, _PUBLIC_PASSWORD)):
        opened = _decrypt(office, candidate)
        if opened is not None:
            return opened
    raise FileFault("wrong_password" if password else "protected")


def _open(data):
    """The container as msoffcrypto sees it, None when it is not encrypted."""
    try:
        office = msoffcrypto.OfficeFile(io.BytesIO(data))
        return office if office.is_encrypted() else None
    except exceptions.FileFormatError:
        return None
    except Exception:
        # Whatever goes wrong in a damaged container, it is damaged.
        raise FileFault("damaged", detail=_("its container is broken")) from None


def _check_spins(data):
    """Refuse a file that asks for endless hashing before a password is tried."""
    with olefile.OleFileIO(io.BytesIO(data)) as container:
        if not container.exists("EncryptionInfo"):
            return
        spins = _SPINS.findall(container.openstream("EncryptionInfo").read())
    if any(int(count) > _MAX_SPINS for count in spins):
        raise FileFault("unknown_protection")


def _decrypt(office, password):
    """Decrypted bytes, or None when the password does not fit."""
    target = io.BytesIO()
    try:
        office.load_key(password=password)
        office.decrypt(target)
    except exceptions.InvalidKeyError:
        return None
    except exceptions.DecryptionError as error:
        if "unsupported" in str(error).lower():
            raise FileFault("unknown_protection") from None
        return None
    except Exception:
        raise FileFault("damaged", detail=_("its encryption is broken")) from None
    return target.getvalue()
