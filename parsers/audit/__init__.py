"""Many reports side by side: what does not add up over years and bodies. Pure functions of records."""

from parsers.audit.model import AuditFinding
from parsers.audit.rules import Book, audit_book
from parsers.audit.run import audit, audit_shelf
from parsers.audit.verdict import Verdict, verdict_of

__all__ = [
    "AuditFinding",
    "Book",
    "Verdict",
    "audit",
    "audit_book",
    "audit_shelf",
    "verdict_of",
]
