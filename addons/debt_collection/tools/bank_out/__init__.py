"""Files for the bank: transfers that we order."""

from .elixir_o import Account, Transfer, TransferFault, write_elixir_o

__all__ = ["Account", "Transfer", "TransferFault", "write_elixir_o"]
