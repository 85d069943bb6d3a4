"""Print a template with each ``@NAME@`` replaced by the environment's value."""

import os
import re
import sys
from pathlib import Path


def fill(text, values):
    """Return the text with its ``@NAME@`` marks replaced; a missing one fails."""
    return re.sub(r"@([A-Z_]+)@", lambda mark: values[mark[1]], text)


if __name__ == "__main__":
    sys.stdout.write(fill(Path(sys.argv[1]).read_text(encoding="utf-8"), os.environ))
