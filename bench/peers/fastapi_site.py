"""The account page with FastAPI, SQLAlchemy's ORM and Jinja, as the tutorials teach it.

A dependency gives the database session, another who is signed in; the views are `def` and run in
the thread pool; relations are read by `selectinload` and `joinedload`, sentences come from gettext
and dates from Babel. As the Django peer it knows no rarer states, and does less than the portal.
"""

import hmac
import os
from collections.abc import Awaitable, Callable, Iterator
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal
from babel.support import Translations
from fastapi import Cookie, Depends, FastAPI, HTTPException, Request, Response
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates
from fastapi_models import (
    ENGINE,
    Employer,
    Employment,
    FeedLoad,
    Look,
    LookChain,
    Representative,
    SessionRow,
    Training,
    TrainingRight,
    TryWindow,
)
from shared import (
    ENDINGS,
    EVERYBODY,
    HEADERS,
    LANGUAGES,
    NAMES,
    Shown,
    hours,
    look_hash,
    order,
    rounded,
    shown,
    tag_of,
)
from sqlalchemy import extract, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

HERE = Path(__file__).parent
SECRET = os.urandom(32)
SPOKEN: ContextVar[str] = ContextVar("SPOKEN")
CATALOGUES = {
    code: Translations.load(HERE.parents[1] / "translations", [code]) for code in LANGUAGES
}
LOCALES = {"nl": "nl_BE", "fr": "fr_BE", "de": "de_BE", "en": "en_GB"}

application = FastAPI()
templates = Jinja2Templates(directory=HERE / "fastapi")
templates.env.add_extension("jinja2.ext.i18n")
templates.env.install_gettext_callables(  # type: ignore[attr-defined]  # of the extension
    lambda said: CATALOGUES[SPOKEN.get()].ugettext(said),  # noqa: PLW0108 - of this request
    lambda one, many, n: CATALOGUES[SPOKEN.get()].ungettext(one, many, n),  # noqa: PLW0108 - same
    newstyle=True,
)
templates.env.filters |= {
    "day": lambda on: format_date(on, "long", LOCALES[SPOKEN.get()]),
    "days": lambda amount: format_decimal(rounded(amount), locale=LOCALES[SPOKEN.get()]),
    "count": lambda amount: 1 if rounded(Fraction(amount)) == 1 else 2,
    "duration": lambda minutes: hours(minutes, SPOKEN.get()),
}
templates.env.globals["endings"] = ENDINGS


@application.middleware("http")
async def headers(
    request: Request, call_next: Callable[[Request], Awaitable[Response]]
) -> Response:
    """Add what every answer tells the browser."""
    answer = await call_next(request)
    answer.headers.update(HEADERS)
    return answer


def get_db() -> Iterator[Session]:
    """Give a session of the database for one request."""
    with Session(ENGINE) as db:
        yield db


Db = Annotated[Session, Depends(get_db)]


def signed_in(db: Db, session: Annotated[str, Cookie()]) -> SessionRow:
    """Return the session, and write its last use down."""
    now = datetime.now(UTC)
    found = db.scalar(
        select(SessionRow)
        .options(joinedload(SessionRow.person))
        .where(SessionRow.session_hash == sha256(session.encode()).digest())
        .where(SessionRow.revoked_at.is_(None))
        .where(SessionRow.idle_end_at > now, SessionRow.absolute_end_at > now)
    )
    if found is None:
        raise HTTPException(403)
    if found.last_seen_at <= now - timedelta(minutes=1):
        found.last_seen_at = now
        found.idle_end_at = min(now + timedelta(minutes=15), found.absolute_end_at)
    return found


SignedIn = Annotated[SessionRow, Depends(signed_in)]


def charged_of(db: Session, job: Employment) -> dict[int, int]:
    """Return the minutes charged to an employment, year by year."""
    year = extract("year", Training.end_date)
    asked = (
        select(year, func.sum(Training.charged_minutes))
        .where(Training.person_id == job.person_id)
        .where(Training.enterprise_number == job.enterprise_number)
        .where(Training.start_date >= job.start_date)
        .where(Training.record_state == "active", Training.status == "completed")
        .where(Training.counts_for_right, ~Training.to_verify)
        .group_by(year)
    )
    if job.end_date:
        asked = asked.where(Training.end_date <= job.end_date)
    return {int(of): int(total) for of, total in db.execute(asked)}


def jobs_of(db: Session, person_id: object, today: date) -> list[Shown]:
    """Return the employments of a worker with their years."""
    jobs = db.scalars(
        select(Employment)
        .where(Employment.person_id == person_id)
        .options(
            joinedload(Employment.employer).selectinload(Employer.sizes),
            selectinload(Employment.regimes_by_day),
        )
    ).all()
    said = db.scalars(
        select(TrainingRight)
        .where(TrainingRight.person_id.in_([person_id, EVERYBODY]))
        .where(TrainingRight.enterprise_number.in_([job.enterprise_number for job in jobs]))
        .where(TrainingRight.record_state == "active")
    ).all()
    found = [shown(job, job.employer.sizes, said, charged_of(db, job), today) for job in jobs]
    return sorted(found, key=order)


def write_look(db: Session, person_id: Any) -> None:  # noqa: ANN401 - a UUID
    """Write down that the worker looked."""
    now = datetime.now(UTC)
    chain = db.get(LookChain, person_id, with_for_update=True)
    if chain is None:
        chain = LookChain(person_id=person_id, holder_id=person_id, sequence=0, hash=b"")
        db.add(chain)
    chain.previous_hash, chain.sequence = chain.hash, chain.sequence + 1
    chain.hash = look_hash(chain.previous_hash, person_id, chain.sequence, now)
    db.add(
        Look(
            person_id=person_id,
            sequence=chain.sequence,
            looked_at=now,
            looker_id=person_id,
            role="worker",
            data_group="account",
            channel="page",
            previous_hash=chain.previous_hash,
            hash=chain.hash,
        )
    )


def trainings_of(db: Session, person_id: object, newest: int, today: date) -> dict[str, Any]:
    """Return what the page shows of a worker's trainings."""
    own = Training.person_id == person_id
    by_day = (Training.start_date.desc(), Training.training_id.desc())
    of_employer = joinedload(Training.employer)
    count, latest = db.execute(
        select(func.count(), func.max(Training.registered_at)).where(own)
    ).one()
    said = select(func.max(TrainingRight.registered_at)).where(TrainingRight.person_id == person_id)
    moments = (latest, db.scalar(select(func.max(FeedLoad.loaded_at))), db.scalar(said))
    expiring = (
        select(Training)
        .where(own, Training.certificate_obtained, Training.record_state == "active")
        .where(Training.certificate_valid_until.between(today, today + timedelta(days=90)))
    )
    return {
        "trainings": db.scalars(
            select(Training).options(of_employer).where(own).order_by(*by_day).limit(newest)
        ).all(),
        "training_count": count,
        "data_date": max(one for one in moments if one).astimezone(ZoneInfo("Europe/Brussels")),
        "expiring": db.scalars(expiring).all(),
    }


@application.get("/{language}/account", response_class=HTMLResponse)
def account(request: Request, language: str, db: Db, identity: SignedIn) -> Response:
    """Show the worker's account."""
    SPOKEN.set(language)
    today, person_id = datetime.now(ZoneInfo("Europe/Brussels")).date(), identity.person_id
    jobs = jobs_of(db, person_id, today)
    record = trainings_of(db, person_id, request.scope["bench.newest"] or 5, today)
    guesser = sha256(person_id.bytes).digest()
    stopped = db.get(TryWindow, ("miss-person", guesser))
    represents = select(Representative).where(Representative.person_id == person_id).limit(1)
    ends_at = min(identity.idle_end_at, identity.absolute_end_at)
    context = record | {
        "language": language,
        "languages": LANGUAGES,
        "addresses": {code: str(request.url_for("account", language=code)) for code in LANGUAGES},
        "identity": identity,
        "represents": db.scalar(represents) is not None,
        "stopped": stopped is not None and stopped.tries >= 60,  # noqa: PLR2004
        "ends_at": ends_at.astimezone(ZoneInfo("Europe/Brussels")),
        "seconds_left": round((ends_at - datetime.now(UTC)).total_seconds()),
        "csrf_token": hmac.new(SECRET, identity.session_hash, "sha256").hexdigest(),
        "present": [job for job in jobs if job.present],
        "past": [job for job in jobs if not job.present],
        "tags": [tag_of(training, jobs) for training in record["trainings"]],
    }
    write_look(db, person_id)
    answer = templates.TemplateResponse(request, "account.html", context)
    db.commit()
    return answer


def other() -> None:
    """Show any other page: nobody asks for it here."""


for name in NAMES:
    application.get(f"/{{language}}/{name}", name=name.rpartition("/")[2])(other)
application.get("/{language}/account/rights/{key}", name="rights")(other)
application.get("/{language}/account/trainings/{key}", name="training")(other)
