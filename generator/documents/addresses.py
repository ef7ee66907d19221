"""The addresses of documents, and the way from one to another."""

import posixpath
from functools import lru_cache

HOME, PATHS, ORDER, ROLES, RACI = "index.md", "paths.md", "order.md", "roles.md", "raci.md"
GLOSSARY, HELP, REQUIREMENTS, MAINTAIN = "glossary.md", "help.md", "requirements.md", "maintain.md"
CHECKLISTS, EMAILS, SAFEGUARDS = "checklists.md", "emails.md", "safeguards.md"
PLANNER, CLAIMS = "plan.md", "claims.md"


def relative_uri(here: str, target: str) -> str:
    """Return the address of one document as seen from another."""
    path, mark, anchor = target.partition("#")
    return _find_way(here, path) + mark + anchor


# The pages of a site ask for the same ways again and again.
@lru_cache(maxsize=100_000)
def _find_way(here: str, path: str) -> str:
    return posixpath.relpath(path, posixpath.dirname(here) or ".")
