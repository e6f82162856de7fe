"""What must hold for every employment there could be, not only for those thought of."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.law import parameters
from portal.law.credit import Employment, EndReason, Ledger, State, YearCredit, credits_of
from portal.law.dated import Dated
from portal.law.right import DeclaredRight, KindRight, Origin, RightKind, days_gained
from portal.law.size import Quarter, QuarterSize, SizeBasis, SizeClass, SizeHistory

COMMITTEES = ["116", "119", "124", "124.01", "140.03", "200", "200.01", "302", "330.01.10"]
DAYS = st.dates(date(2019, 1, 1), date(2031, 12, 31))
REGIMES = st.sampled_from([Fraction(n, 20) for n in range(1, 21)])
AS_OF = st.dates(date(2023, 1, 1), date(2031, 12, 31))
YEARS = st.integers(2022, 2032)
MINUTES = st.integers(0, 5000)
QUARTERS = [Quarter(year, number) for year in range(2020, 2031) for number in (1, 2, 3, 4)]
FTE = st.none() | st.fractions(0, 40, max_denominator=100)


@st.composite
def employments(draw: st.DrawFn) -> Employment:
    start = draw(DAYS)
    end = draw(st.none() | st.integers(0, 4000).map(lambda days: start + timedelta(days)))
    changes = draw(st.lists(st.tuples(DAYS, REGIMES), max_size=4, unique_by=lambda pair: pair[0]))
    later = sorted(change for change in changes if change[0] > start)
    return Employment(
        joint_committee=draw(st.sampled_from(COMMITTEES)),
        start_date=start,
        end_date=end,
        end_reason=draw(st.none() | st.sampled_from(EndReason)) if end else None,
        weekly_minutes=draw(st.integers(1200, 2400)),
        work_regimes=((start, draw(REGIMES)), *later),
    )


@st.composite
def histories(draw: st.DrawFn) -> SizeHistory:
    known = draw(st.lists(st.sampled_from(QUARTERS), max_size=12, unique=True))
    headcounts = st.none() | st.integers(0, 40)
    return SizeHistory(tuple(QuarterSize(q, draw(FTE), draw(headcounts)) for q in known))


DECLARED = st.builds(
    DeclaredRight,
    YEARS,
    st.sampled_from(RightKind),
    st.fractions(0, 10, max_denominator=4),
    DAYS,
    st.just("0123456749"),
)
LEDGERS = st.builds(
    Ledger,
    st.dictionaries(YEARS, MINUTES, max_size=6),
    st.lists(DECLARED, max_size=4, unique_by=lambda right: (right.year, right.kind)),
    st.frozensets(YEARS, max_size=2),
)
WORLDS = st.tuples(employments(), histories(), LEDGERS, AS_OF)
World = tuple[Employment, SizeHistory, Ledger, date]

many = settings(max_examples=100, deadline=None)


@many
@given(WORLDS)
def test_what_is_carried_is_what_was_left_except_where_a_period_starts(world: World) -> None:
    found = credits_of(*world)
    for before, after in pairwise(found):
        assert after.year == before.year + 1
        starts = after.year == after.five_years[0]
        assert after.carried == (0 if starts else before.left)


def explained_right(right: KindRight, account: YearCredit) -> Fraction:
    """Compute a right again from nothing but what the explanation shows."""
    if right.full_time is not None:
        months = sum(run.months * run.work_regime for run in account.months)
        assert right.calculated == right.full_time.days * months / 12
    if right.declared is not None:
        assert right.origin is Origin.DECLARED
        return right.declared.days
    assert right.origin is Origin.CALCULATED
    assert right.calculated is not None
    return Fraction(0) if account.opted_out else right.calculated


def assert_size_is_explained(account: YearCredit) -> None:
    size = account.size
    if size.basis is SizeBasis.UNKNOWN:
        assert (size.value, size.size_class) == (None, SizeClass.UNKNOWN)
        return
    assert size.value is not None
    shown = [q.fte if size.basis is SizeBasis.REFERENCE else q.headcount for q in size.quarters]
    assert size.value == sum(number for number in shown if number is not None) / Fraction(
        len(shown)
    )
    assert (size.value >= 20) == (size.size_class is SizeClass.FROM20)
    assert (size.value < 10) == (size.size_class is SizeClass.UNDER10)


@many
@given(WORLDS)
def test_every_figure_follows_from_what_its_explanation_shows(world: World) -> None:
    job, _, _, as_of = world
    for account in credits_of(*world):
        assert_size_is_explained(account)
        assert account.gained == sum(explained_right(right, account) for right in account.rights)
        assert account.gained == account.legal + account.sectoral + account.employer
        has_right = account.gained != 0 or account.carried > 0
        asked = account.charged_minutes / account.day_minutes
        assert account.charged == (asked if has_right else 0)
        assert account.left == account.carried + account.gained - account.charged
        assert sum(days for _, days in account.charged_by_kind) == account.charged
        usable = account.state is State.USABLE
        assert usable == (account.year == as_of.year and account.ending is None)
        assert account.usable == (max(account.left, Fraction(0)) if usable else 0)
        assert account.day_minutes == Fraction(job.weekly_minutes, 5)


@many
@given(WORLDS)
def test_every_rule_shown_is_in_force_and_named(world: World) -> None:
    sources = {change.source for dated in every_dated() for change in dated.changes}
    for account in credits_of(*world):
        for right in account.rights:
            if right.full_time is not None:
                assert right.full_time.since <= date(account.year, 1, 1)
                assert right.full_time.source in sources
        rules = account.rules
        shown = {rules.pro_rata_source, rules.training_day_source, rules.five_years_source}
        shown |= {rules.in_advance_source, rules.no_right_source, account.size.source}
        assert shown <= sources


def every_dated() -> Sequence[Dated[object]]:
    found: list[Dated[object]] = []
    for value in vars(parameters).values():
        if isinstance(value, Dated):
            found.append(value)
        elif isinstance(value, Mapping):
            found.extend(part for part in value.values() if isinstance(part, Dated))
    return found


@many
@given(WORLDS)
def test_nobody_gains_more_than_a_full_timer_there(world: World) -> None:
    job, sizes, _, as_of = world
    full = replace(job, start_date=date(2015, 1, 1), end_date=None, end_reason=None)
    full = replace(full, work_regimes=((date(2015, 1, 1), Fraction(1)),))
    ceiling = {a.year: a.gained for a in credits_of(full, sizes, Ledger({}), as_of)}
    for account in credits_of(job, sizes, Ledger({}), as_of):
        assert 0 <= account.gained <= ceiling[account.year]


@many
@given(WORLDS, DAYS)
def test_an_employment_cut_at_the_end_of_a_month_gains_the_same_in_two_parts(
    world: World, day: date
) -> None:
    job, sizes, _, as_of = world
    cut = day.replace(day=1)
    if not job.start_date < cut or (job.end_date is not None and job.end_date < cut):
        return
    first = replace(job, end_date=cut - timedelta(days=1))
    second = replace(job, start_date=cut)
    whole, parts = (
        [a for part in jobs for a in credits_of(part, sizes, Ledger({}), as_of)]
        for jobs in ([job], [first, second])
    )
    for account in whole:
        same_year = [part.gained for part in parts if part.year == account.year]
        assert account.gained == sum(same_year)


@many
@given(WORLDS, MINUTES)
def test_minutes_can_be_charged_together_or_one_after_the_other(world: World, more: int) -> None:
    job, sizes, ledger, as_of = world
    found = credits_of(*world)
    if not found:
        return
    year = found[-1].year
    minutes = dict(ledger.charged_minutes)
    minutes[year] = minutes.get(year, 0) + more
    again = credits_of(job, sizes, replace(ledger, charged_minutes=minutes), as_of)[-1]
    has_right = again.gained != 0 or again.carried > 0
    extra = more / again.day_minutes if has_right else 0
    assert found[-1].left - again.left == extra


@many
@given(WORLDS)
def test_another_day_changes_states_but_no_figure_of_a_past_year(world: World) -> None:
    job, sizes, ledger, as_of = world
    later = {a.year: a for a in credits_of(job, sizes, ledger, as_of + timedelta(days=800))}
    for account in credits_of(*world):
        seen_later = later[account.year]
        for figure in ("carried", "gained", "charged", "left", "rights", "size", "months"):
            assert getattr(account, figure) == getattr(seen_later, figure)


@many
@given(employments(), st.integers(2022, 2032))
def test_the_sum_of_the_months_is_the_plain_formula_where_the_regime_never_changes(
    job: Employment, year: int
) -> None:
    steady = replace(job, work_regimes=job.work_regimes[:1])
    last = steady.end_date or date(2032, 12, 31)
    known = SizeHistory((QuarterSize(Quarter(2021, 1), Fraction(50), None),))
    found = {a.year: a for a in credits_of(steady, known, Ledger({}), date(2032, 12, 31))}
    if year not in found or found[year].rights[0].full_time is None:
        return
    account, full = found[year], found[year].rights[0].full_time
    assert full is not None
    regime = steady.work_regimes[0][1]
    assert account.legal == days_gained(year, steady.start_date, last, regime, full.days)
