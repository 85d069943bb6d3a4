"""Print a PostgreSQL address as shell assignments of libpq's variables."""

import shlex
import sys
from urllib.parse import parse_qsl, unquote, urlsplit


def settings(url):
    """Return the variables of libpq for ``postgresql://user:secret@host:port``."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ValueError(f"unknown scheme {parts.scheme!r}")
    query = dict(parse_qsl(parts.query))
    values = {
        "PGHOST": parts.hostname or query.get("host"),
        "PGPORT": parts.port or query.get("port"),
        "PGUSER": parts.username and unquote(parts.username),
        "PGPASSWORD": parts.password and unquote(parts.password),
        "PGSSLMODE": query.get("sslmode"),
    }
    return {name: str(value) for name, value in values.items() if value}


if __name__ == "__main__":
    for name, value in settings(sys.argv[1]).items():
        sys.stdout.write(f"export {name}={shlex.quote(value)}\n")
