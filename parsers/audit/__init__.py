"""Many reports side by side: what does not add up over years and bodies. Pure functions of records."""

from parsers.audit.model import AuditFinding
from parsers.audit.run import audit
from parsers.audit.verdict import Verdict, verdict_of

__all__ = ["AuditFinding", "Verdict", "audit", "verdict_of"]
