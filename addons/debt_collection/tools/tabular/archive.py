"""Zip containers that are trusted with nothing.

The directory of a zip says how big every member is; it is checked before anything is
unpacked, and held to while unpacking, because a directory can lie.
"""

import io
import struct
import zipfile
import zlib

from ..texts import _
from .faults import FileFault

_LOCAL_HEADER = struct.Struct("<4s22xHH")
_STEP = 1 << 20
_SMALL = 16 << 20
_ENCRYPTED = 0x1


class Archive:
    """Bounded access to the members of a zip file.

    :param data: the bytes of the file
    :raises FileFault: damaged, protected by a password, or a zip bomb
    """

    def __init__(self, data, limits):
        """See the class."""
        self._data = data
        try:
            infos = zipfile.ZipFile(io.BytesIO(data)).infolist()
        except (zipfile.BadZipFile, ValueError, struct.error, NotImplementedError):
            raise FileFault(
                "damaged", detail=_("its zip directory is broken")
            ) from None
        _check_directory(infos, len(data), limits)
        self._infos = {info.filename: info for info in infos}

    @property
    def names(self):
        """Set of the members' names."""
        return self._infos.keys()

    def chunks(self, name):
        """Unpack a member piece by piece.

        :raises FileFault: the member is missing, damaged or bigger than announced
        """
        if name not in self._infos:
            raise FileFault("damaged", detail=_("a part of it is missing"))
        info = self._infos[name]
        size = checksum = 0
        for chunk in _inflate(self._packed(info), info):
            size += len(chunk)
            if size > info.file_size + _STEP:
                raise FileFault("zip_bomb")
            checksum = zlib.crc32(chunk, checksum)
            yield chunk
        if size != info.file_size or checksum != info.CRC:
            raise FileFault("damaged", detail=_("a part of it is broken"))

    def content(self, name):
        """A small member whole, as bytes; see ``chunks``."""
        if self.size(name) > _SMALL:
            raise FileFault("zip_bomb")
        return b"".join(self.chunks(name))

    def size(self, name):
        """Unpacked size of a member in bytes, 0 when there is none."""
        return self._infos[name].file_size if name in self._infos else 0

    def verify(self):
        """Unpack every member once, so that other programs may read the file.

        :raises FileFault: see ``chunks``; also for a document type declaration
        """
        for name in self._infos:
            tail = b""
            for chunk in self.chunks(name):
                if b"<!DOCTYPE" in tail + chunk and name.endswith((".xml", ".rels")):
                    raise FileFault(
                        "damaged", detail=_("a part of it declares entities")
                    )
                tail = chunk[-8:]

    def _packed(self, info):
        """Memory view on the packed bytes of a member."""
        view = memoryview(self._data)
        header = bytes(view[info.header_offset : info.header_offset + 30])
        if len(header) < _LOCAL_HEADER.size or not header.startswith(b"PK\3\4"):
            raise FileFault("damaged", detail=_("a part of it is broken"))
        _mark, name_length, extra_length = _LOCAL_HEADER.unpack(header)
        start = info.header_offset + _LOCAL_HEADER.size + name_length + extra_length
        return view[start : start + info.compress_size]


def _check_directory(infos, size, limits):
    """Refuse by what the directory itself says of its members."""
    unpacked = sum(info.file_size for info in infos)
    if len(infos) > limits.members or unpacked > limits.unpacked_bytes:
        raise FileFault("zip_bomb")
    if unpacked > limits.ratio_from and unpacked > size * limits.ratio:
        raise FileFault("zip_bomb")
    if any(info.flag_bits & _ENCRYPTED for info in infos):
        raise FileFault("protected")
    if len({info.filename for info in infos}) != len(infos):
        raise FileFault("damaged", detail=_("it has two parts of one name"))
    known = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    if any(info.compress_type not in known for info in infos):
        raise FileFault("damaged", detail=_("it is packed in an unknown way"))


def _inflate(packed, info):
    """Yield the unpacked bytes of a member in pieces of at most a megabyte."""
    if info.compress_type == zipfile.ZIP_STORED:
        yield bytes(packed)
        return
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for start in range(0, len(packed), _STEP):
            pending = packed[start : start + _STEP]
            while pending and not unpacker.eof:
                yield unpacker.decompress(pending, _STEP)
                pending = unpacker.unconsumed_tail
        yield unpacker.flush()
    except zlib.error:
        raise FileFault("damaged", detail=_("a part of it is broken")) from None
