"""A whole audit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from parsers.audit.across import against_previous, outliers
from parsers.audit.aggregate import against_parts
from parsers.audit.model import AuditFinding, Held, hold, series
from parsers.audit.own import of_itself
from parsers.audit.restated import restated
from parsers.audit.reuse import reuse
from parsers.audit.rules import audit_rules
from parsers.record import Finding, Report


def audit(
    reports: Iterable[Report], *, complete: bool = False, earlier: Iterable[Report] = ()
) -> list[AuditFinding]:
    """Give all findings: those of the records, and those that need more than one or only an audit asks.

    Args:
        reports: Records of any bodies and years, in any order.
        complete: Every body below a consolidated report is among them.
        earlier: Versions of them that were published before.

    Returns:
        Findings by report, in the order of the reports' ids; what follows from another finding
        stands behind it.
    """
    held = sorted((hold(report) for report in reports), key=lambda one: one.report.id)
    found = [*_recorded(held), *_each(held), *_over_years(held)]
    found += [*against_parts(held, complete=complete), *reuse(held)]
    found += restated(held, [hold(report) for report in earlier])
    order = {code: at for at, code in enumerate(audit_rules())}
    found = _without_followers(found)
    return sorted(found, key=lambda f: (f.report_ids[0], order.get(f.code, -1)))


def _recorded(held: list[Held]) -> Iterator[AuditFinding]:
    for one in held:
        for finding in one.report.findings:
            told = {name: getattr(finding, name) for name in Finding.model_fields}
            yield AuditFinding.model_construct(**told, report_ids=[one.report.id])


def _each(held: list[Held]) -> Iterator[AuditFinding]:
    for one in held:
        yield from of_itself(one)


def _over_years(held: list[Held]) -> Iterator[AuditFinding]:
    for reports in series(held).values():
        for before, now in pairwise(reports):
            if now.year == before.year + 1:
                yield from against_previous(before, now)
        yield from outliers(reports)


def _without_followers(found: list[AuditFinding]) -> list[AuditFinding]:
    """Fold findings under their cause: where X.CARRY is told, its columns follow from it.

    The cause takes over the cells of what follows, so that nothing that was seen is lost.
    """
    causes = {(finding.code, finding.report_ids[0]): finding for finding in found}
    kept = []
    for finding in found:
        rule = audit_rules().get(finding.code)
        follows = rule.data.get("follows") if rule else None
        cause = causes.get((follows, finding.report_ids[0])) if follows else None
        if cause is None:
            kept.append(finding)
        else:
            cause.cells += [cell for cell in finding.cells if cell not in cause.cells]
    return kept
