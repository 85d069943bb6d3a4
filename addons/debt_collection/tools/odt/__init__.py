"""Letters from templates that users edit in LibreOffice Writer.

Templates follow the conventions of py3o: a user field named ``py3o.letter.date``
prints a value; hyperlinks to ``py3o://for="claim in letter.claims"`` and
``py3o:///for`` repeat what is between them, ``py3o://if="letter.costs"`` (or
``not ...``) and ``py3o:///if`` keep or drop it. The engine would run any Python
code it meets, so a template is checked against a list of fields first and refused
when it holds anything else.
"""

from .check import TemplateRefused, check_template
from .faults import Fault, Place
from .prepare import MARK
from .render import LetterFault, fields_used, render_batch, render_chunks

__all__ = [
    "MARK",
    "Fault",
    "LetterFault",
    "Place",
    "TemplateRefused",
    "check_template",
    "fields_used",
    "render_batch",
    "render_chunks",
]
