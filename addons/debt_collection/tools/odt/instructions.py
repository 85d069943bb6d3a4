"""Fields, loops and conditions: well formed, well placed, of known names."""

from .elements import code_elements, expression_of, paragraph_of, text_of
from .markup import CELL, DRAW, FIELD, A
from .names import FOR, IF, NAME

_ENDS = {"/for": "for", "/if": "if"}


def check_code(root, scope):
    """Yield (element, code, allowed names) of every fault of fields and loops.

    :param root: root element of the text
    :param scope: Scope of the whole text; it notes the fields in use
    """
    opened = []
    for element in code_elements(root):
        expression = expression_of(element)
        if element.tag == FIELD:
            faults = _faults_of_field(expression, scope)
        elif expression in _ENDS:
            faults = _faults_of_end(element, expression, opened, scope)
        else:
            faults = _faults_of_begin(expression, scope)
            opened.append((element, expression))
        for code, allowed in faults:
            yield element, code, allowed
        if element.tag != FIELD:
            for code in _codes_of_place(element, expression):
                yield element, code, ()
    for element, _expression in opened:
        yield element, "not_closed", ()


def _faults_of_field(name, scope):
    if not NAME.fullmatch(name):
        return [("not_a_name", scope.texts())]
    code = scope.fault_of_field(name)
    if not code:
        return []
    return [(code, scope.lists(name) if code == "is_a_list" else scope.texts(name))]


def _faults_of_begin(expression, scope):
    """Return the faults of a ``for`` or ``if``; a sound loop is entered."""
    loop, condition = FOR.fullmatch(expression), IF.fullmatch(expression)
    if loop:
        code = scope.fault_of_loop(*loop.groups())
        allowed = () if code == "name_taken" else scope.lists(loop[2])
        scope.enter(*loop.groups())
    elif condition:
        code = scope.fault_of_condition(condition[1])
        allowed = (*scope.texts(condition[1]), *scope.lists())
    else:
        code, allowed = _code_of_nonsense(expression), ()
        if code == "not_a_name":
            allowed = (*scope.lists(), *scope.texts())
    return [(code, allowed)] if code else []


def _code_of_nonsense(expression):
    known = expression.startswith(("for=", "if="))
    return "not_a_name" if known else "not_an_instruction"


def _faults_of_end(element, expression, opened, scope):
    """Return the faults of ``/for`` or ``/if``; its loop is left."""
    if not opened:
        return [("not_opened", ())]
    begin, begun = opened.pop()
    if FOR.fullmatch(begun):
        scope.leave()
    if not begun.startswith(f"{_ENDS[expression]}="):
        return [("not_opened", ())]
    code = _code_of_pair(begin, element)
    return [(code, ())] if code else []


def _code_of_pair(begin, end):
    """Return what is wrong with the places of a beginning and its end, or None."""
    first, last = paragraph_of(begin), paragraph_of(end)
    if first is None or last is None or first.getparent() is last.getparent():
        return None
    rows = [p.getparent().getparent() for p in (first, last)]
    in_cells = all(p.getparent().tag == CELL for p in (first, last))
    if (
        not in_cells
        or rows[0] is rows[1]
        or rows[0].getparent() is not rows[1].getparent()
    ):
        return "not_side_by_side"
    alone = _is_alone(begin, rows[0]) and _is_alone(end, rows[1])
    return None if alone else "not_alone"


def _codes_of_place(element, expression):
    """Yield what is wrong with the text of an instruction and around it."""
    if text_of(element) != expression:
        yield "text_differs"
    paragraph = paragraph_of(element)
    if paragraph is None or not _is_alone(element, paragraph):
        yield "not_alone"


def _is_alone(element, holder):
    """Tell whether a paragraph or row holds nothing but one instruction."""
    things = holder.iter(A, FIELD, f"{{{DRAW}}}*")
    return text_of(holder) == text_of(element) and list(things) == [element]
