"""The post as plain Python: numbers, addresses, files for Poczta Polska, paper."""

from .address import Address, read_address, split_street
from .item import FORMATS, KINDS, PostFault, PostItem, Sender, check_items
from .posting_number import check_number, normalise

__all__ = [
    "FORMATS",
    "KINDS",
    "Address",
    "PostFault",
    "PostItem",
    "Sender",
    "check_items",
    "check_number",
    "normalise",
    "read_address",
    "split_street",
]
