"""The rule book: data that a person can add to, generators by name, and the page of it."""

from __future__ import annotations

import importlib
import json
import pkgutil

import pytest

import parsers.checks
from parsers.checks import RULE_KINDS, describe_rules, rule_book
from parsers.checks.linear import evaluate
from parsers.checks.names import cell_name, code_name
from parsers.checks.registry import PREFIX, rule_kind
from parsers.checks.rules import expand, instances, members, read_rule, rules_of
from parsers.errors import VocabError
from tests.conftest import ROOT

WHOLE = frozenset({"outcome.other_handling"})
NONE = frozenset()


def entry(**changes):
    """Give the entry of a linear rule that a user might add."""
    base = rule_book()["T2.NEWLY_LE_TOTAL"].data
    return {name: value for name, value in (base | changes).items() if value is not None}


def test_every_kind_of_rule_has_its_generator_and_every_generator_a_rule():
    """Kinds in the book and registered generators are the same."""
    assert {rule.kind for rule in rule_book().values()} == set(RULE_KINDS)


def test_functions_named_rule_are_exactly_the_registered_ones():
    """A generator is registered if and only if its name begins with rule_, under the rest of it."""
    named = {}
    for info in pkgutil.iter_modules(parsers.checks.__path__):
        module = importlib.import_module(f"parsers.checks.{info.name}")
        for name, value in vars(module).items():
            if name.startswith(PREFIX) and getattr(value, "__module__", "") == module.__name__:
                named[name.removeprefix(PREFIX)] = value
    named.pop("book", None)
    named.pop("kind", None)
    assert named == RULE_KINDS


def test_the_registry_refuses_other_names_and_kinds_that_are_taken():
    """A generator cannot be registered under a name that says no kind, or over another."""

    def balance(facts, rule):
        """Have no prefix."""

    def rule_linear(facts, rule):
        """Have a kind that is taken."""

    for generator in (balance, rule_linear):
        with pytest.raises(ValueError, match="no new kind"):
            rule_kind(generator)


def test_codes_are_those_of_the_contract():
    """Every identity that one report can decide is there, by the codebook's names."""
    assert (
        list(rule_book())
        == (
            "T3.BALANCE T3.ROWSUM T3.COLSUM T4.BLOCKSUM T2.INFORCE_BOUND T2.NEWLY_LE_TOTAL T2.PRODUCED_GE_NEW"
            " P.INT N.RECEIVED N.ANSWERED N.CARRY_IN N.CARRY_OUT N.APPLICANT N.OUTCOME N.REVIEW N.LITIGATION"
            " N.RULES N.FEE N.PERCENT N.GROWTH N.ZERO"
            " N.ANNEX.DISCLOSED N.ANNEX.RECEIVED N.ANNEX.ANSWERED N.ANNEX.REVIEW N.ANNEX.LITIGATION"
            " N.ANNEX.FEES N.ANNEX.ZERO"
            " A.RECEIVED A.CLOSED A.ANSWERED A.DENIED A.REVIEW A.LITIGATION A.STAFF A.CHANNEL_UPPER"
            " A.CHANNEL_LOWER A.NORM_LE_TOTAL A.NORM_LE_ISSUED A.PRINCIPAL A.CLOSED_EQ_ANSWERED"
            " A.CLOSED_LE_RECEIVED A0.RECEIVED A0.DENIED A0.ANSWERED A0.FEES A0.FEES.PROACTIVE"
            " A0.FEES.REQUEST A0.STAFF"
        ).split()
    )


def test_the_sums_of_table_3_have_the_addends_of_the_forms():
    """21 addends in form C, 19 where other handling is one row; 6 applicants; 4 results."""
    assert {len(i.left) for i in instances("T3.COLSUM", NONE)} == {21}
    assert {len(i.left) for i in instances("T3.COLSUM", WHOLE)} == {19}
    assert {len(i.left) for i in instances("T3.ROWSUM", NONE)} == {6}
    assert {len(i.left) for i in instances("T4.BLOCKSUM", NONE)} == {4}
    assert len(instances("T3.BALANCE", NONE)) == len(instances("T3.COLSUM", NONE)) == 7
    assert len(instances("T4.BLOCKSUM", NONE)) == 3


def test_formulas_are_those_of_the_codebook(shared):
    """Each linear rule has the very cells of the codebook's machine formula."""
    book = json.loads((shared / "codebook" / "codebook.json").read_text(encoding="utf-8"))
    printed = {i["id"]: i for i in book["identities"]}
    for name, rule, whole in (
        ("T3.BALANCE", "T3.BALANCE", NONE),
        ("T3.COLSUM.C", "T3.COLSUM", NONE),
        ("T3.COLSUM.B", "T3.COLSUM", WHOLE),
    ):
        for instance in instances(rule, whole):
            sides = [
                [term["k"].replace("{col}", instance.name) for term in printed[name][side]]
                for side in ("lhs", "rhs")
            ]
            assert [sorted(instance.left), sorted(instance.right)] == list(map(sorted, sides))


def test_a_user_adds_a_linear_rule_with_an_entry_alone():
    """Signs, no set or two sets: an entry of the file is all that a new sum needs."""
    plain = entry(
        lhs=["requests/outcome.total/total"], op="<=", each=None,
        rhs=["requests/requests_received/total", "-requests/carried_over_to_next_year/total"],
    )  # fmt: skip
    (instance,) = expand(plain, NONE)
    assert instance.name == ""
    assert instance.left == (
        "requests/outcome.total/total", "requests/carried_over_to_next_year/total"
    )  # fmt: skip
    assert instance.right == ("requests/requests_received/total",)
    rule = read_rule(plain)
    cells = dict(zip((*instance.left, *instance.right), (5, 1, 6), strict=True))
    assert evaluate(rule, instance, cells).status == "passed"
    assert evaluate(rule, instance, cells | {instance.right[0]: 5}).status == "failed"
    both = entry(
        lhs=["requests/{row}/{col}"], rhs=["requests/{row}/total"],
        each={"row": "requests.outcomes", "col": "requests.applicants"},
    )  # fmt: skip
    assert len(list(expand(both, WHOLE))) == 19 * 6


def test_blanks_bound_nothing_where_figures_may_be_negative():
    """A change of items may be below zero, so stated items may exceed a bound with it blank."""
    key = "proactive/art20_5.administrative_licensing"
    grown = entry(
        lhs=[f"{key}/items_previous_year", f"{key}/items_change"], rhs=[f"{key}/decisions"],
        each=None,
    )  # fmt: skip
    (instance,) = expand(grown, NONE)
    assert not instance.bounded
    stated = {f"{key}/items_previous_year": 9, f"{key}/decisions": 2}
    assert evaluate(read_rule(grown), instance, stated).status == "undecided"
    whole = stated | {f"{key}/items_change": -8}
    assert evaluate(read_rule(grown), instance, whole).status == "passed"


@pytest.mark.parametrize(
    ("op", "left", "right", "status"),
    [
        ("==", (1, 2), (3,), "passed"),
        ("==", (0.1, 0.2), (0.3,), "passed"),
        ("==", (0.1, 0.2), (0.3001,), "failed"),
        ("==", (1, 2), (4,), "failed"),
        ("==", (1, 2), (2,), "failed"),
        ("==", (3, None), (3,), "passed_with_blanks"),
        ("==", (3, None), (4,), "undecided"),
        ("==", (3, None), (2,), "failed"),
        ("==", (3, 1), (None,), "undecided"),
        ("==", (0, 0), (None,), "undecided"),
        ("==", (None, None), (0,), "undecided"),
        ("==", (None, None), (None,), "undecided"),
        ("<=", (3, None), (2,), "failed"),
        ("<=", (1, None), (2,), "passed_with_blanks"),
        ("<=", (1, 2), (None,), "undecided"),
        (">=", (1, 2), (3,), "passed"),
        (">=", (1, 2), (4,), "failed"),
        (">=", (1, None), (4,), "undecided"),
        (">=", (None, None), (4,), "undecided"),
        (">=", (5, None), (4,), "passed_with_blanks"),
        ("<=", (1, 1), (5, None), "passed_with_blanks"),
        ("==", (1, 1), (5, None), "failed"),
        (">=", (1, 1), (5, None), "failed"),
        (">=", (9, 1), (5, None), "passed_with_blanks"),
        ("==", (9, 1), (5, None), "undecided"),
    ],
)
def test_status(op, left, right, status):
    """What is certain in spite of blanks is failed; what holds only without them is said so."""
    rows = ["art20_1.government_rules", "art20_1.normative_documents"]
    keys = [f"proactive/{row}/issued" for row in rows]
    totals = [f"proactive/{row}/in_force" for row in rows][: len(right)]
    rule = read_rule(entry(lhs=keys, op=op, rhs=totals, each=None))
    (instance,) = expand(rule.data, NONE)
    cells = dict(zip([*keys, *totals], [*left, *right], strict=True))
    stated = {key: value for key, value in cells.items() if value is not None}
    assert evaluate(rule, instance, stated).status == status


@pytest.mark.parametrize(
    "changes",
    [
        {"lhs": ["requests/no_such_row/total"], "each": None},
        {"lhs": ["proactive/art20_8.administrative_fees/decisions"], "each": None},
        {"each": {"doc": "no.such_set"}},
        {"lhs": ["proactive/@no.such_set/issued"]},
    ],
)
def test_a_rule_on_cells_that_no_form_has_is_refused(changes):
    """A slip of the pen in a key is told when the rule is read, not passed over for ever."""
    with pytest.raises(VocabError):
        list(expand(entry(**changes), NONE))


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "no_such_kind"},
        {"lhs": None},
        {"zh": None},
        {"op": "="},
        {"severity": "fatal"},
    ],
)
def test_an_entry_with_flaws_is_refused(changes):
    """A rule without a field, or with a word that means nothing, is a fault of the file."""
    with pytest.raises(VocabError):
        read_rule(entry(**changes))


def test_sets_replace_sub_rows_by_their_whole():
    """One row of other handling is a member in place of its three sub-rows."""
    split, single = (members("requests.outcomes", whole) for whole in (NONE, WHOLE))
    assert set(single) - set(split) == WHOLE
    assert len(split) - len(single) == 2


def test_rules_of_a_mixed_form_are_those_of_both():
    """A report that mixes the forms is held to the rules of either."""
    both, none = ([rule.id for rule in rules_of(form)] for form in ("B+C", None))
    later = [rule.id for rule in rule_book().values() if rule.forms & {"B", "C"}]
    assert both == none == later
    assert {rule.id.split(".")[0] for rule in rules_of("A")} == {"A", "N", "P"}


def test_names_of_codes_and_cells():
    """Messages name rows and cells by their labels, and what has none by its code."""
    assert code_name("requests", "outcome.total").zh == "（七）总计"
    assert code_name("requests", "requests_on_hand").en == "received and carried in"
    assert code_name("nothing", "x") == ("x", "x")
    assert cell_name("disputes/litigation/upheld").en == "table 4, litigation, upheld"
    assert cell_name("x/y/z") == ("y/z", "y/z")


def test_the_rules_page_is_the_rule_book():
    """docs/rules.md is generated from the rule book and must not drift from it."""
    assert (ROOT / "docs" / "rules.md").read_text(encoding="utf-8") == describe_rules()
    for rule in rule_book().values():
        told = describe_rules().split(f"## {rule.id}\n")[1].split("\n## ")[0]
        assert all(
            text in told
            for text in (rule.formula_zh, rule.formula_en, rule.basis, rule.severity, rule.example)
        )
