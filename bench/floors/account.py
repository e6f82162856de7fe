"""The floor of the account page: psycopg and f-strings, the same reads, session, law and look."""
# fmt: off

import os
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import new as hmac
from html import escape
from pathlib import Path

from psycopg import connect

HERE, SECRET, IDLE = Path(__file__).with_suffix(""), os.urandom(32), timedelta(minutes=15)
SESSION, TOUCH, ABOUT, JOBS, TRAININGS, LOOK = HERE.with_suffix(".sql").read_text("utf-8").split(";")
FRAME, CARD, STRIP, PAST, ENDING = (piece.partition("-->\n")[2] if n else piece for n, piece in enumerate(HERE.with_suffix(".html").read_text("utf-8").split("<!-- ")))
MONTHS = "- januari februari maart april mei juni juli augustus september oktober november december".split()
DB = connect(os.environ["DATABASE_URL"], autocommit=True, prepare_threshold=0, application_name="portal", options="-c timezone=Europe/Brussels")

def day(on): return f"{on.day} {MONTHS[on.month]} {on.year}"
def number(amount): return f"{amount + 1e-9:.2f}".rstrip("0").rstrip(".").replace(".", ",")
def hours(minutes): return f"{minutes // 60} u. {minutes % 60} min.".removeprefix("0 u. ").removesuffix(" 0 min.")

def years_of(first, last, weekly, regimes, charged):
    left = 0
    for year in range(max(2023, first.year), (last or datetime.now().astimezone()).year + 1):
        months = range(year * 12 + (first.month if first.year == year else 1), year * 12 + (last.month if last and last.year == year else 12) + 1)
        gained = (4 if year == 2023 else 5) * sum([share for since, share in regimes if since <= month][-1] for month in months) / 12
        carried, used = left if year != 2024 else 0, charged.get(str(year), 0) * 5 / weekly
        left = carried + gained - used
        yield year, carried, gained, used, left

def card(place, job, year):
    return CARD.format(place=place, key=escape(job[0]), employer=escape(job[1]), year=year[0], left=number(year[4]), hours=hours(int(year[4] * job[4] / 5 + 0.5)), percent=round(100 * year[3] / (year[1] + year[2])), used=number(year[3]), available=number(year[1] + year[2]))

def strip(job, years):
    shown = {year[0]: year for year in years if year[0] > 2023}
    columns = "".join((f'<rect x="{20 * n + 3}%" y="{80 - shown[2024 + n][4] * 5:.0f}%" width="14%" height="{shown[2024 + n][4] * 5:.0f}%"/><text class="sum" x="{20 * n + 10}%" y="9%">{number(shown[2024 + n][4])}</text>' if 2024 + n in shown else "") + f'<text x="{20 * n + 10}%" y="97%">{2024 + n}</text>' for n in range(5))
    return STRIP.format(employer=escape(job[1]), columns=columns, rows="".join(f'<tr><th scope="row">{y}</th><td>{number(a)}</td><td>{number(b)}</td><td>{number(c)}</td><td>{number(d)}</td></tr>' for y, a, b, c, d in shown.values()))

def past(job, years):
    left = years and (f"Wat toen over was ({number(years[-1][4])} dagen), ging die dag verloren." if years[-1][4] > 0 else "Toen was er niets meer over.")
    return PAST.format(employer=escape(job[1]), first=day(job[2]), last=day(job[3]), ending=ENDING.format(key=escape(job[0]), employer=escape(job[1]), last=day(job[3]), left=left) if years else "")

def training(key, on, title, language, minutes, employer, counts):
    tag = '">Telt niet mee voor uw recht' if not counts else ' yes">Telt mee voor uw recht' if on.year > 2022 else '">Van voor het opleidingsrecht'
    return f'<li>\n<p class="soft">{day(on)}</p>\n<p class="title"><a href="/nl/account/trainings/{key}" lang="{language}">{escape(title)}</a></p>\n<p class="soft">{hours(minutes)} · {escape(employer)}</p>\n<p><span class="tag{tag}</span></p>\n</li>'

def app(environ, start_response):
    session, now = sha256(environ["HTTP_COOKIE"].partition("session=")[2].partition(";")[0].encode()).digest(), datetime.now().astimezone()
    owner, given, family, seen, end, *_ = DB.execute(SESSION, (session,)).fetchone()
    _ = seen > now - timedelta(minutes=1) or DB.execute(TOUCH, (now, now + IDLE, session))
    count, data_day, _ = DB.execute(ABOUT, {"person": owner}).fetchone()
    jobs = [(job, list(years_of(*job[2:6], job[6] or {}))) for job in DB.execute(JOBS, (owner,)).fetchall()]
    rows = "".join([training(*row) for row in DB.execute(TRAININGS, (owner, environ["bench.newest"])).fetchall()])
    DB.execute(LOOK, {"person": owner, "now": now})
    present, ended = [one for one in jobs if not one[0][3]], [one for one in jobs if one[0][3]]
    page = FRAME.format(token=hmac(SECRET, session, "sha256").hexdigest(), name=escape(f"{given} {family}"), data_day=day(data_day), count=count, trainings=rows, cards="".join(card(n, job, years[-1]) for n, (job, years) in enumerate(present, 1)), years="".join(strip(*one) for one in present), past="".join(past(*one) for one in ended), past_count=f"{len(ended)} vroegere werkgever" + "s" * (len(ended) > 1), before="" if all(years for _, years in ended) else "<p>Voor 2023 bestond er geen opleidingsrecht.</p>", end=f"{end:%H:%M}", seconds=int((end - now).total_seconds()))
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store"), ("Content-Security-Policy", "default-src 'none'; style-src 'self'"), ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer")])
    return [page.encode()]
