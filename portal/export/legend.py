"""What lies in an export and what its words mean, in each language, as a plain text."""

from collections.abc import Collection
from textwrap import fill

from portal.export.gathering import Gathered
from portal.export.tables import TABLES
from portal.languages import N_, show_date, translated

WIDTH = 78
TITLE = N_("Your learning account, to take with you")
OPENING = (
    N_("This file holds everything that the learning account keeps of you, as it was on %(day)s."),
    N_("Keep it in a safe place: whoever has it can read all of it, your number too."),
)
FILES = {
    "overview.pdf": N_("An overview to read, to print and to show."),
    "attestations/": N_("The attestations that you asked for, sealed."),
    "account.xlsx": N_("All tables in one workbook, for a spreadsheet program."),
    "csv/": N_(
        "The same tables as plain text for other programs: UTF-8, semicolons, codes in English, a"
        " point in decimal numbers. An apostrophe stands before text that a spreadsheet would take"
        " for a formula."
    ),
    "account.json": N_(
        "Everything, exact, for machines. Another learning account can read this file back in."
    ),
    "account-1.schema.json": N_("What may stand in account.json (JSON Schema)."),
    "credentials/": N_(
        "Each completed training as signed credentials, which a digital wallet can hold."
    ),
}
RULES = (
    N_(
        "A day is a training day of a full-time worker at that employer. In the workbook durations"
        " are hours and minutes, in the other files they are minutes."
    ),
    N_("Left is what was carried over, plus the right of the year, minus what was used."),
    N_("Times are Belgian."),
)


def legend_of(gathered: Gathered, language: str, names: Collection[str]) -> str:
    """Return the legend in a language; names: of the files and folders that are there."""

    def say(sentence: str) -> str:
        return translated(sentence, language)

    title, day = say(TITLE), show_date(gathered.account.as_of, language)
    lines = [title, "=" * len(title), ""]
    lines += [_wrapped(" ".join(map(say, OPENING)) % {"day": day})]
    lines += ["", say(N_("What lies in it")), ""]
    lines += [_item(name, say(what)) for name, what in FILES.items() if name in names]
    lines += ["", say(N_("How to read it")), "", *(_wrapped(say(rule)) for rule in RULES)]
    for table in TABLES:
        lines += ["", f"{say(table.label)} (csv/{table.name}.csv)", _wrapped(say(table.meaning))]
        for column in table.columns:
            lines.append(_item(column.heading, say(column.label)))
            meanings = (column.words or {}).items()
            lines += [_item(f"  {code}", say(word)) for code, word in meanings]
    return "\r\n".join("\n".join(lines).split("\n")) + "\r\n"


def _wrapped(text: str) -> str:
    return fill(text, WIDTH)


def _item(name: str, meaning: str) -> str:
    indent = " " * (len(name) - len(name.lstrip()))
    text = f"{indent}- {name.strip()}: {meaning}"
    return fill(text, WIDTH, subsequent_indent=f"{indent}  ")
