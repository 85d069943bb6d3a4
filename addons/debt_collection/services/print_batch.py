"""The merged PDF of a batch, read letter by letter from their attachments."""

from ..tools.post.merge import DocumentUnreadable, merge

# PDFs held in memory at once.
CHUNK = 100


def merge_letters(letters, target, duplex=False):
    """Write the PDFs of letters one after another and return the page count.

    :param letters: debt.letter records in the order of printing
    :param target: path or open file
    :raises DocumentUnreadable: a letter has no PDF, or one that cannot be read
    """
    return merge(_documents(letters), target, duplex=duplex)


def _documents(letters):
    # The attachments of a field are reached by its record only; access to the batch
    # was checked by the caller.
    Attachment = letters.env["ir.attachment"].sudo()
    for start in range(0, len(letters), CHUNK):
        chunk = letters[start : start + CHUNK]
        chunk.fetch(["name", "case_id"])
        found = Attachment.search(
            [
                ("res_model", "=", "debt.letter"),
                ("res_field", "=", "pdf"),
                ("res_id", "in", chunk.ids),
            ]
        )
        by_letter = {attachment.res_id: attachment for attachment in found}
        for letter in chunk:
            name = f"{letter.case_id.name}, {letter.name}"
            if letter.id not in by_letter:
                raise DocumentUnreadable(name)
            yield name, by_letter[letter.id].raw
        found.invalidate_recordset(["raw"])
